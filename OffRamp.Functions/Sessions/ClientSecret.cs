using System.Globalization;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Sessions;

/// <summary>
/// What lets a browser act for one session: <c>cs_{key}_{version}_{mac}</c>. Nothing of it is stored; whoever holds the
/// server key can make it again, and a session that has moved on to another version no longer takes it.
/// </summary>
internal sealed class ClientSecret(ServerKey key)
{
    // Which server key signed: a later key gets another letter, and secrets of both live side by side for a while.
    private const string KeyId = "a";
    private const string Purpose = "client-secret";

    public string Write(SessionId session, int version) =>
        $"cs_{KeyId}_{version}_{Convert.ToHexStringLower(key.Mac(Purpose, Text(session, version)))}";

    /// <summary>The version of a secret that we made for this session; null for any other text.</summary>
    public int? Read(SessionId session, string secret)
    {
        if (secret.Split('_') is not ["cs", KeyId, var number, { Length: 64 } hex]
            || number.StartsWith('0') || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return null;
        }

        var mac = new byte[32];
        return Convert.FromHexString(hex, mac, out _, out _) == System.Buffers.OperationStatus.Done
            && key.IsMac(Purpose, Text(session, version), mac)
            ? version
            : null;
    }

    private static string Text(SessionId session, int version) => $"{session}|{version}";
}
