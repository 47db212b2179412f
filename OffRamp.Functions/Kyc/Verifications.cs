using OffRamp.Functions.Ids;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Kyc;

/// <summary>
/// A user as rows and the provider know one. <c>Name</c> is by the partner's id, or else by the e-mail that the partner's backend gave; of a user
/// whom the partner did not name it is the session's own, so that a typed e-mail opens nobody's verification.
/// </summary>
internal sealed record KycUser(PartnerId Partner, string Key, string Name)
{
    /// <summary>The user of a session that has one.</summary>
    public static KycUser Of(Session session) => new(session.PartnerId, session.UserKey!, NameOf(session.Id, session.PartnerUserId, session.UserEmail, session.ContactEmail));

    /// <summary>
    /// No two users have one name, whatever they call themselves at the partner: whoever had another's would be verified as him.
    /// An id holds neither <c>/</c> nor <c>@</c> here, an e-mail no <c>/</c>.
    /// </summary>
    public static string NameOf(SessionId session, string? partnerUserId, string? email, string? contact) =>
        (partnerUserId, email) switch
        {
            ({ } id, null) => Escape(id, '/', '@'),
            ({ } id, { } mail) => $"{Escape(id, '/', '@')}/{Escape(UserKeys.Lower(mail), '/')}",
            (null, { } mail) => Escape(UserKeys.Lower(mail), '/'),
            _ => $"{session}//{contact}",
        };

    private static string Escape(string text, params ReadOnlySpan<char> separators)
    {
        var escaped = text.Replace("%", "%25", StringComparison.Ordinal);
        foreach (var separator in separators)
        {
            escaped = escaped.Replace($"{separator}", Uri.HexEscape(separator), StringComparison.Ordinal);
        }

        return escaped;
    }
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

    /// <summary>Where the user stands, and who that is, by the provider's own word if ours is not <c>Verified</c>; null where the provider is silent.</summary>
    public async Task<UserVerification?> CheckAsync(KycUser user, UserVerification? known, CancellationToken cancellation)
    {
        if (known is { Status: KycStatus.Verified, Subject: not null })
        {
            return known;
        }

        // The provider was silent when the session was opened: it may know the user all the same.
        if (known?.VerificationId is not { } verification)
        {
            return await StartAsync(user, known, cancellation) is (not null, _) ? await users.FindVerificationAsync(user.Partner, user.Key, cancellation) : null;
        }

        // A notice said that he is verified, and not who he is; that it said so stands.
        var isVerified = known.Status == KycStatus.Verified;
        if (await provider.AskAsync(verification, cancellation) is not { } said)
        {
            return isVerified ? known : null;
        }

        var now = known with { Status = isVerified ? known.Status : said.Status, Subject = KeyOf(said, known) };
        if (now != known)
        {
            await users.SaveAsync(user.Partner, user.Key, now, cancellation);
        }

        return now;
    }

    /// <summary>What a provider says of a verification, as it is kept.</summary>
    public static UserVerification Of(string verificationId, VerificationSaid said) => new(said.Status, verificationId) { Subject = KeyOf(said, before: null) };

    private async Task<(Verification? Started, KycStatus Status)> StartAsync(
        KycUser user, UserVerification? known, CancellationToken cancellation)
    {
        var before = known?.Status ?? KycStatus.NotStarted;
        if (await provider.StartAsync(user.Partner, user.Name, cancellation) is not { } started)
        {
            return (null, before);
        }

        var said = await provider.AskAsync(started.VerificationId, cancellation);
        var status = said?.Status ?? before;
        if (started.VerificationId != known?.VerificationId)
        {
            await PointAsync(user, started.VerificationId, cancellation);
        }

        var same = started.VerificationId == known?.VerificationId ? known : null;
        var now = new UserVerification(status, started.VerificationId) { Subject = said is null ? known?.Subject : KeyOf(said, same) };
        if (now != known)
        {
            await users.SaveAsync(user.Partner, user.Key, now, cancellation);
        }

        return (started, status);
    }

    // Whom a provider has named once, he stays, also where it does not say so again.
    private static string KeyOf(VerificationSaid said, UserVerification? before) =>
        said.Subject is { } subject ? UserKeys.OfSubject(subject) : before?.Subject ?? "";

    // A notice names the verification alone; written before the user's row, so that no notice is lost.
    private async Task PointAsync(KycUser user, string verificationId, CancellationToken cancellation) => await index.UpsertAsync(
        new Row(IndexKeys.Verification(verificationId), IndexKeys.VerificationRow)
            .Set("Partner", user.Partner.ToString())
            .Set("UserKey", user.Key),
        cancellation);
}
