using OffRamp.Functions.Ids;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Waking;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.In;

namespace OffRamp.Functions.Kyc;

/// <summary>Names a user's rows.</summary>
internal sealed record UserRef(PartnerId Partner, string UserKey);

/// <summary>What KYC notices change: the user's row, once a message; then the user's open sessions and sells hear of it.</summary>
internal sealed class KycNotices(TableStore store, UserKyc users, TellKyc sessions, SellOrchestrations orchestrations, TimeProvider clock)
{
    // A sell that waits for KYC waits 7 days at most, after a few hours before that.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(14);
    private const int MostSellsTold = 20;
    private const string SellPrefix = "sell|";

    private readonly Table index = store.Table(StorageNames.Index);

    /// <summary>Whose verification it is; null for one that was started for nobody we know.</summary>
    public async Task<UserRef?> FindUserAsync(string verificationId, CancellationToken cancellation)
    {
        var row = await index.GetAsync(IndexKeys.Verification(verificationId), IndexKeys.VerificationRow, cancellation: cancellation);
        return row is null ? null : new(PrefixedId.Parse<PartnerId>(row.GetString("Partner")!), row.GetString("UserKey")!);
    }

    /// <summary>A user who began anew has another verification now, and the old one decides nothing.</summary>
    public async Task<bool> IsCurrentAsync(UserRef user, string verificationId, CancellationToken cancellation) =>
        await users.FindVerificationAsync(user.Partner, user.UserKey, cancellation) is not { VerificationId: { } current } || current == verificationId;

    /// <summary>
    /// False when this very message was taken in before; then nothing changes. What is not said stays: who the user is, above all,
    /// by which limits count.
    /// </summary>
    public async Task<bool> TrySaveAsync(UserRef user, UserVerification said, string webhookId, CancellationToken cancellation)
    {
        var partition = IndexKeys.User(user.Partner, user.UserKey);
        var row = UserKyc.NewsOf(partition, said);
        try
        {
            await index.TransactAsync(
                partition,
                [TableOperation.Insert(NoticeMessages.RowOf(partition, NoticeSource.Kyc, webhookId)), TableOperation.UpsertMerge(row)],
                cancellation);
            return true;
        }
        catch (StorageConflictException)
        {
            return false;
        }
    }

    /// <summary>
    /// Tells open sessions and hints at sells. What is told is how the user stands now, so that messages that cross or
    /// come again end alike. Safe to repeat.
    /// </summary>
    public async Task TellAsync(UserRef user, CancellationToken cancellation)
    {
        var status = await users.FindAsync(user.Partner, user.UserKey, cancellation);
        await sessions.TellAsync(user.Partner, user.UserKey, status, cancellation);
        await HintSellsAsync(user, cancellation);
    }

    private async Task HintSellsAsync(UserRef user, CancellationToken cancellation)
    {
        var oldest = new SellId(Id26.New(clock.GetUtcNow() - LongestWait));
        var filter = TableFilter.PartitionEquals(IndexKeys.User(user.Partner, user.UserKey))
            .And.RowKeyBetween(IndexKeys.ReservationRow(oldest), SellPrefix + "~");
        var hints = new List<Task>();
        await foreach (var row in index.QueryAllAsync(filter, cancellation))
        {
            if (Id26.TryParse(row.RowKey.AsSpan(SellPrefix.Length), out var id) && hints.Count < MostSellsTold)
            {
                hints.Add(orchestrations.HintAsync(new SellId(id), SellSignals.NoticeReceived, null, cancellation));
            }
        }

        await Task.WhenAll(hints);
    }
}
