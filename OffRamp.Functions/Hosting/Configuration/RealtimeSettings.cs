namespace OffRamp.Functions.Hosting.Configuration;

/// <param name="Url">The Web PubSub service, such as <c>https://name.webpubsub.azure.com</c>.</param>
/// <param name="Key">Its access key; null where the app signs in with its own identity.</param>
internal sealed record RealtimeSettings(Uri Url, string? Key)
{
    /// <summary>Null where there are no live updates.</summary>
    public static RealtimeSettings? Read(SettingsReader reader)
    {
        // The key is looked at in any case: a published one does not belong into a deployed app.
        var key = reader.Optional("OFFRAMP_REALTIME_KEY") is null ? null : reader.Secret("OFFRAMP_REALTIME_KEY");
        return reader.OptionalUrl("OFFRAMP_REALTIME_URL") is { } url ? new(url, key) : null;
    }
}
