namespace OffRamp.Functions.Storage;

/// <summary>Storage connection strings, as Azure and its emulators write them.</summary>
internal static class ConnectionString
{
    // Public knowledge: the account and key of every storage emulator.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static StorageConnection Parse(string text)
    {
        var fields = Fields(text);
        if (fields.TryGetValue("UseDevelopmentStorage", out var isDevelopment) && bool.TryParse(isDevelopment, out var use) && use)
            return Emulator(fields.GetValueOrDefault("DevelopmentStorageProxyUri", "http://127.0.0.1"));

        if (fields.ContainsKey("SharedAccessSignature"))
            throw new FormatException("Shared access signatures are not supported: give AccountName and AccountKey, or use Entra ID.");
        var account = Required(fields, "AccountName");
        return StorageConnection.WithKey(Endpoint(fields, account), new SharedKey(account, Key(fields)));
    }

    private static StorageConnection Emulator(string host) =>
        StorageConnection.WithKey(
            Address($"{host.TrimEnd('/')}:10002/{EmulatorAccount}"), new SharedKey(EmulatorAccount, Convert.FromBase64String(EmulatorKey)));

    private static Uri Endpoint(Dictionary<string, string> fields, string account)
    {
        if (fields.TryGetValue("TableEndpoint", out var endpoint))
            return Address(endpoint);
        var protocol = fields.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        var suffix = fields.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return Address($"{protocol}://{account}.table.{suffix}");
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query.Length == 0
            ? address
            : throw new FormatException($"'{text}' is not the address of a table service.");

    private static byte[] Key(Dictionary<string, string> fields)
    {
        var key = new byte[256];
        return Convert.TryFromBase64String(Required(fields, "AccountKey"), key, out var length) && length > 0
            ? key[..length]
            : throw new FormatException("The AccountKey of the storage connection string is not base64.");
    }

    private static string Required(Dictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new FormatException($"The storage connection string has no {name}.");

    private static Dictionary<string, string> Fields(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A key ends with '=' signs of its own.
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new FormatException("The storage connection string is not a list of name=value, separated by semicolons.");
            fields[field[..equals]] = field[(equals + 1)..];
        }

        return fields;
    }
}
