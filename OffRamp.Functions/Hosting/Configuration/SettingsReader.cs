using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Hosting.Configuration;

/// <summary>Reads settings one by one and collects what is wrong with them, so that all of it is said at once.</summary>
internal sealed class SettingsReader
{
    /// <summary>How a value begins that App Service should have replaced: it hands it over as it is where it cannot.</summary>
    private const string VaultReference = "@Microsoft.KeyVault(";

    private readonly IConfiguration configuration;
    private readonly List<string> problems = [];
    private readonly HashSet<string> unresolved = [];

    public SettingsReader(IConfiguration configuration)
    {
        this.configuration = configuration;
        var claimsLocal = string.Equals(Optional("OFFRAMP_LOCAL"), "true", StringComparison.OrdinalIgnoreCase);
        // Flex Consumption does not set the first of the two.
        var isOnAzure = Optional("WEBSITE_INSTANCE_ID") is not null || Optional("WEBSITE_SITE_NAME") is not null;
        if (claimsLocal && isOnAzure)
        {
            Problem("OFFRAMP_LOCAL", "cannot be true in Azure");
        }

        IsLocal = claimsLocal && !isOnAzure;
    }

    public bool IsLocal { get; }

    /// <summary>Always false, so that it can stand where a value was expected.</summary>
    public bool Problem(string name, string what)
    {
        problems.Add($"{name}: {what}");
        return false;
    }

    public void ThrowIfAnyProblem()
    {
        if (problems.Count > 0)
        {
            throw new SettingsException(problems);
        }
    }

    // The environment provider turns "__" into ":", a settings file may not have.
    public string? Optional(string name)
    {
        var value = Blank(configuration[name]) ?? Blank(configuration[name.Replace("__", ":", StringComparison.Ordinal)]);
        if (value?.StartsWith(VaultReference, StringComparison.OrdinalIgnoreCase) == true && unresolved.Add(name))
        {
            Problem(name, "is a reference to Key Vault that the platform could not resolve");
        }

        return value;
    }

    public string Required(string name)
    {
        var value = Optional(name);
        if (value is null)
        {
            Problem(name, "is missing");
        }

        return value ?? "";
    }

    public string? LocalOnly(string name)
    {
        var value = Optional(name);
        if (value is not null && !IsLocal)
        {
            Problem(name, "is for local mode only");
        }

        return value;
    }

    public Uri Url(string name)
    {
        var text = Required(name);
        if (Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var url) && url.Scheme is "https" or "http")
        {
            if (url.Scheme == "http" && !IsLocal)
            {
                Problem(name, "must be https");
            }

            return url;
        }
        if (text.Length > 0)
        {
            Problem(name, "is not an http address");
        }

        return new("https://missing.invalid");
    }

    public Uri? OptionalUrl(string name) => Optional(name) is null ? null : Url(name);

    public string Secret(string name)
    {
        var value = Required(name);
        RefuseLocalValue(name, value);
        return value;
    }

    public byte[] Key(string name, int bytes)
    {
        var text = Required(name);
        var key = FromBase64(text);
        if (text.Length > 0 && key?.Length != bytes)
        {
            Problem(name, $"must be base64 of {bytes} bytes");
        }

        RefuseLocalValue(name, text);
        return key?.Length == bytes ? key : new byte[bytes];
    }

    public IReadOnlyList<byte[]> NoticeSecrets(string name)
    {
        var entries = Required(name).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var secrets = new List<byte[]>();
        foreach (var entry in entries)
        {
            var key = entry.StartsWith("whsec_", StringComparison.Ordinal) ? FromBase64(entry["whsec_".Length..]) : null;
            if (key is { Length: >= 24 and <= 64 })
            {
                secrets.Add(key);
            }
            else
            {
                Problem(name, "must be whsec_ and base64 of 24 to 64 bytes");
            }

            RefuseLocalValue(name, entry);
        }
        if (entries.Length > 2)
        {
            Problem(name, "holds at most two secrets, the second while one rotates");
        }

        return secrets;
    }

    public TimeSpan Duration(string name, TimeSpan standard)
    {
        if (Optional(name) is not { } text)
        {
            return standard;
        }

        if (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var value) && value > TimeSpan.Zero
            && value <= TimeSpan.FromDays(7))
        {
            return value;
        }

        Problem(name, "must be a duration such as 06:00:00, of at most 7 days");
        return standard;
    }

    /// <summary>A whole number within bounds.</summary>
    public long Number(string name, long standard, long least, long most)
    {
        if (Optional(name) is not { } text)
        {
            return standard;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Problem(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        return standard;
    }

    /// <summary>Calls a second and calls at once: <c>100/200</c>.</summary>
    public CallRate Rate(string name, CallRate standard)
    {
        if (Optional(name) is not { } text)
        {
            return standard;
        }

        if (text.Split('/') is [var perSecond, var burst]
            && int.TryParse(perSecond, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate > 0
            && int.TryParse(burst, NumberStyles.None, CultureInfo.InvariantCulture, out var atOnce) && atOnce > 0)
        {
            return new(rate, atOnce);
        }

        Problem(name, "must be calls a second and calls at once, such as 100/200");
        return standard;
    }

    // Everything published for local mode is called "sandbox" or begins with "local-", also below its base64.
    private void RefuseLocalValue(string name, string value)
    {
        if (IsLocal)
        {
            return;
        }

        var bare = value.StartsWith("whsec_", StringComparison.Ordinal) ? value["whsec_".Length..] : value;
        var isLocal = bare is "sandbox" || bare.StartsWith("local-", StringComparison.Ordinal)
            || bare.StartsWith("ot_test_local", StringComparison.Ordinal)
            || FromBase64(bare) is { } bytes && bytes.AsSpan().StartsWith("local-"u8);
        if (isLocal)
        {
            Problem(name, "is a value published for local mode");
        }
    }

    private static string? Blank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }
}
