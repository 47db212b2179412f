using System.Text;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Sessions;

/// <summary>Names a partner's user in keys of rows, without saying who it is.</summary>
internal static class UserKeys
{
    /// <summary>Of a user whom the partner did not name: this session's alone, whatever e-mail is typed in it.</summary>
    public static string OfSession(SessionId session) => Secrets.Hash("session:" + session);

    /// <summary>Of a person whom the KYC provider knows, whatever users he is.</summary>
    public static string OfSubject(string subject) => Secrets.Hash("subject:" + subject);

    /// <summary>By the partner's id for the user, without one by the e-mail; null without either.</summary>
    public static string? Of(string? partnerUserId, string? email) =>
        partnerUserId is not null ? Secrets.Hash("id:" + partnerUserId)
        : email is not null ? Secrets.Hash("mail:" + Lower(email))
        : null;

    /// <summary>An e-mail address in the one spelling to compare and to name users by.</summary>
    // Only letters that every mailbox takes for one: the sign for kelvin, in lower case, is a k, and somebody else's address.
    public static string Lower(string email) =>
        string.Create(email.Length, email, static (lower, text) => Ascii.ToLower(text, lower, out _));
}
