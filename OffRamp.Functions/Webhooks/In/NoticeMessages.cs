using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Webhooks.In;

/// <summary>The rows by which a message that comes again is known.</summary>
internal static class NoticeMessages
{
    private const string Prefix = "w|";

    /// <summary>The row of a message, in the partition of what it is about.</summary>
    public static Row RowOf(string partitionKey, NoticeSource source, string webhookId) =>
        new(partitionKey, $"{Prefix}{source.Name}|{TableKey.For(webhookId)}");
}
