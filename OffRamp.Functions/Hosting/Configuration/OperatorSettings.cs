using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Hosting.Configuration;

/// <param name="Keys">Who may operate with which key: name, role, and SHA-256 of the key, in lower-case hex.</param>
/// <param name="AcceptsPrincipal">
/// The platform authenticates operators (Entra ID) and hands over who they are in a header. Anyone could send that header
/// to an app without that authentication, so it counts only where this is said.
/// </param>
/// <param name="NeedsApprovals">What moves money or waives a check waits for a second operator.</param>
internal sealed record OperatorSettings(IReadOnlyList<OperatorKey> Keys, bool AcceptsPrincipal, bool NeedsApprovals)
{
    public static OperatorSettings Read(SettingsReader reader)
    {
        var keys = ReadKeys(reader);
        var acceptsPrincipal = reader.Optional("OFFRAMP_OPERATOR_AUTH") switch
        {
            null => false,
            "entra" => true,
            _ => reader.Problem("OFFRAMP_OPERATOR_AUTH", "can only be entra"),
        };
        if (keys.Count == 0 && !acceptsPrincipal)
        {
            reader.Problem("OFFRAMP_OPERATOR_KEYS", "is needed, or OFFRAMP_OPERATOR_AUTH=entra: nobody could operate this app");
        }

        var needsApprovals = reader.Optional("OFFRAMP_APPROVALS") switch
        {
            null => !reader.IsLocal,
            "on" => true,
            "off" => false,
            _ => reader.Problem("OFFRAMP_APPROVALS", "is on or off"),
        };
        return new(keys, acceptsPrincipal, needsApprovals);
    }

    private static List<OperatorKey> ReadKeys(SettingsReader reader)
    {
        var keys = new List<OperatorKey>();
        if (reader.LocalOnly("OFFRAMP_OPERATOR_KEY") is { } localKey)
        {
            keys.Add(new("local", OperatorRole.Operator, Secrets.Hash(localKey)));
        }

        if (reader.LocalOnly("OFFRAMP_APPROVER_KEY") is { } approverKey)
        {
            keys.Add(new("local-approver", OperatorRole.Approver, Secrets.Hash(approverKey)));
        }

        foreach (var entry in Entries(reader))
        {
            if (OperatorKey.TryParse(entry) is { } key && keys.TrueForAll(k => !OperatorKey.IsSameName(k.Name, key.Name)))
            {
                keys.Add(key);
            }
            else
            {
                reader.Problem("OFFRAMP_OPERATOR_KEYS", "must be name:role:sha256hex, separated by commas, each name once; a role is viewer, operator or approver");
            }
        }

        if (!reader.IsLocal && keys.Exists(k => k.Hash == Secrets.Hash("local-operator-key") || k.Hash == Secrets.Hash("local-approver-key")))
        {
            reader.Problem("OFFRAMP_OPERATOR_KEYS", "holds a key published for local mode");
        }

        return keys;
    }

    private static string[] Entries(SettingsReader reader) => (reader.Optional("OFFRAMP_OPERATOR_KEYS") ?? "")
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

internal sealed record OperatorKey(string Name, OperatorRole Role, string Hash)
{
    /// <summary>Two spellings of a name are one person: nobody agrees with himself by another case.</summary>
    public static bool IsSameName(string one, string other) => one.Trim().Equals(other.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>The role of that name; null where there is none.</summary>
    public static OperatorRole? RoleOf(string word) => word switch
    {
        "viewer" => OperatorRole.Viewer,
        "operator" => OperatorRole.Operator,
        "approver" => OperatorRole.Approver,
        _ => null,
    };

    public static OperatorKey? TryParse(string entry)
    {
        var parts = entry.Split(':');
        return parts is [{ Length: > 0 and <= 64 } name, var word, { Length: 64 } hash] && RoleOf(word) is { } role && hash.All(char.IsAsciiHexDigit)
            ? new(name, role, hash.ToLowerInvariant())
            : null;
    }
}

/// <summary>What an operator may do: read; act; agree to what another has asked for. Each may do what the one before may.</summary>
internal enum OperatorRole { Viewer, Operator, Approver }
