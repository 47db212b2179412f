using OffRamp.Functions.Ids;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Kyc;

/// <summary>A user as rows and the provider know one: <c>Name</c> is the e-mail, or the partner's id without one.</summary>
internal sealed record KycUser(PartnerId Partner, string Key, string Name)
{
    /// <summary>The user of a session that has one.</summary>
    public static KycUser Of(Session session) => new(session.PartnerId, session.UserKey!, session.UserEmail ?? session.PartnerUserId!);
}

/// <summary>Keeps what we know of users' verifications in step with the provider.</summary>
internal sealed class Verifications(IKycProvider provider, UserKyc users, TableStore store)
{
    // Opening a session does not wait for a slow provider: the sell page asks again.
    private static readonly TimeSpan PatienceAtOpening = TimeSpan.FromSeconds(2);

    private readonly Table index = store.Table(StorageNames.Index);

    /// <summary>
    /// Where the user stands when a session is opened. Whom we do not know as verified the provider is asked about, so
    /// that somebody who is verified already never sees the step; its silence changes nothing.
    /// </summary>
    public async Task<KycStatus> FindAtOpeningAsync(KycUser user, CancellationToken cancellation)
    {
        var known = await users.FindVerificationAsync(user.Partner, user.Key, cancellation);
        if (known is { Status: KycStatus.Verified })
        {
            return KycStatus.Verified;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(PatienceAtOpening);
        try
        {
            var (_, status) = await StartAsync(user, known, patience.Token);
            return status;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return known?.Status ?? KycStatus.NotStarted;
        }
    }

    /// <summary>Starts the user's verification, or finds the one that was started, and where it stands. Null when the provider is silent.</summary>
    public async Task<(Verification? Started, KycStatus Status)> StartAsync(KycUser user, CancellationToken cancellation) =>
        await StartAsync(user, await users.FindVerificationAsync(user.Partner, user.Key, cancellation), cancellation);

    /// <summary>Where the user stands, by the provider's own word if ours is not <c>Verified</c>; null where the provider is silent.</summary>
    public async Task<KycStatus?> CheckAsync(KycUser user, UserVerification? known, CancellationToken cancellation)
    {
        if (known is { Status: KycStatus.Verified })
        {
            return KycStatus.Verified;
        }

        // The provider was silent when the session was opened: it may know the user all the same.
        if (known?.VerificationId is not { } verification)
        {
            return await StartAsync(user, known, cancellation) is (not null, var started) ? started : null;
        }

        var asked = await provider.AskAsync(verification, cancellation);
        if (asked is { } status && status != known.Status)
        {
            await users.SaveAsync(user.Partner, user.Key, known with { Status = status }, cancellation);
        }

        return asked;
    }

    private async Task<(Verification? Started, KycStatus Status)> StartAsync(
        KycUser user, UserVerification? known, CancellationToken cancellation)
    {
        var before = known?.Status ?? KycStatus.NotStarted;
        if (await provider.StartAsync(user.Partner, user.Name, cancellation) is not { } started)
        {
            return (null, before);
        }

        var status = await provider.AskAsync(started.VerificationId, cancellation) ?? before;
        if (started.VerificationId != known?.VerificationId)
        {
            await PointAsync(user, started.VerificationId, cancellation);
        }

        if (known is null || known.Status != status || known.VerificationId != started.VerificationId)
        {
            await users.SaveAsync(user.Partner, user.Key, new(status, started.VerificationId), cancellation);
        }

        return (started, status);
    }

    // A notice names the verification alone; written before the user's row, so that no notice is lost.
    private async Task PointAsync(KycUser user, string verificationId, CancellationToken cancellation) => await index.UpsertAsync(
        new Row(IndexKeys.Verification(verificationId), IndexKeys.VerificationRow)
            .Set("Partner", user.Partner.ToString())
            .Set("UserKey", user.Key),
        cancellation);
}
