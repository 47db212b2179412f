using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Hosting.Configuration;

/// <param name="Keys">Who may operate with which key: name and SHA-256 of the key, in lower-case hex.</param>
/// <param name="AcceptsPrincipal">
/// The platform authenticates operators (Entra ID) and hands over who they are in a header. Anyone could send that header
/// to an app without that authentication, so it counts only where this is said.
/// </param>
internal sealed record OperatorSettings(IReadOnlyList<OperatorKey> Keys, bool AcceptsPrincipal)
{
    public static OperatorSettings Read(SettingsReader reader)
    {
        var keys = new List<OperatorKey>();
        if (reader.LocalOnly("OFFRAMP_OPERATOR_KEY") is { } localKey)
        {
            keys.Add(new("local", Secrets.Hash(localKey)));
        }

        foreach (var entry in Entries(reader))
        {
            if (OperatorKey.TryParse(entry) is { } key && keys.TrueForAll(k => k.Name != key.Name))
            {
                keys.Add(key);
            }
            else
            {
                reader.Problem("OFFRAMP_OPERATOR_KEYS", "must be name:sha256hex, separated by commas, each name once");
            }
        }

        if (!reader.IsLocal && keys.Exists(k => k.Hash == Secrets.Hash("local-operator-key")))
        {
            reader.Problem("OFFRAMP_OPERATOR_KEYS", "holds a key published for local mode");
        }

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

        return new(keys, acceptsPrincipal);
    }

    private static string[] Entries(SettingsReader reader) => (reader.Optional("OFFRAMP_OPERATOR_KEYS") ?? "")
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

internal sealed record OperatorKey(string Name, string Hash)
{
    public static OperatorKey? TryParse(string entry)
    {
        var parts = entry.Split(':');
        return parts is [{ Length: > 0 and <= 64 } name, { Length: 64 } hash] && hash.All(char.IsAsciiHexDigit)
            ? new(name, hash.ToLowerInvariant())
            : null;
    }
}
