using OffRamp.Functions.Hosting.Configuration;

namespace OffRamp.Functions.Sessions;

/// <summary>Names a partner's user in keys of rows, without saying who it is.</summary>
internal static class UserKeys
{
    /// <summary>By the partner's id for the user, without one by the e-mail; null without either.</summary>
    public static string? Of(string? partnerUserId, string? email) =>
        partnerUserId is not null ? Secrets.Hash("id:" + partnerUserId)
        : email is not null ? Secrets.Hash("mail:" + email.ToLowerInvariant())
        : null;
}
