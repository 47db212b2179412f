using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Kyc;

/// <summary>Where a user's verification stands, and its id at the provider.</summary>
internal sealed record UserVerification(KycStatus Status, string? VerificationId)
{
    /// <summary>Names the person in keys of rows, by the provider's word; empty where it gives none, null where it was not asked.</summary>
    public string? Subject { get; init; }
}

/// <summary>What is known of each user's KYC status: one row per user, written by the provider's word only.</summary>
internal sealed class UserKyc(TableStore store)
{
    /// <summary>On a row that a notice has changed since the provider was asked.</summary>
    private const string HasNews = "HasNews";

    private readonly Table table = store.Table(StorageNames.Index);

    /// <summary>The user's status; not started when nothing is known.</summary>
    public async Task<KycStatus> FindAsync(PartnerId partner, string userKey, CancellationToken cancellation) =>
        (await FindVerificationAsync(partner, userKey, cancellation))?.Status ?? KycStatus.NotStarted;

    public async Task<UserVerification?> FindVerificationAsync(PartnerId partner, string userKey, CancellationToken cancellation)
    {
        var row = await table.GetAsync(IndexKeys.User(partner, userKey), IndexKeys.KycRow, cancellation: cancellation);
        return row is null ? null : Of(row);
    }

    public static UserVerification Of(Row row)
    {
        // A provider that had named nobody before it had news may know by now who it is.
        var subject = row.GetString("Subject");
        var isOld = subject is "" && row.GetBoolean(HasNews) == true;
        return new(Enum.Parse<KycStatus>(row.GetString("Status")!), row.GetString("VerificationId")) { Subject = isOld ? null : subject };
    }

    /// <summary>What a notice changes of a user's row, to be merged into it.</summary>
    public static Row NewsOf(string partition, UserVerification said)
    {
        var row = new Row(partition, IndexKeys.KycRow)
            .Set("Status", said.Status.ToString())
            .Set("VerificationId", said.VerificationId);
        return said.Subject is { Length: > 0 } subject ? row.Set("Subject", subject) : row.Set(HasNews, true);
    }

    public Task SaveAsync(PartnerId partner, string userKey, UserVerification verification, CancellationToken cancellation) =>
        table.UpsertAsync(
            new Row(IndexKeys.User(partner, userKey), IndexKeys.KycRow)
                .Set("Status", verification.Status.ToString())
                .Set("VerificationId", verification.VerificationId)
                .Set("Subject", verification.Subject),
            cancellation);
}
