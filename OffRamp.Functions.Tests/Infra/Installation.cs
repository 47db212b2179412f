using System.Text.Json;
using System.Text.RegularExpressions;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>What infra/main.bicep makes of some parameters.</summary>
internal sealed partial class Installation
{
    public const string Tenant = "33333333-3333-3333-3333-333333333333";
    public const string Subscription = "44444444-4444-4444-4444-444444444444";
    public const string Deployer = "11111111-1111-1111-1111-111111111111";
    public const string SignIn = "22222222-2222-2222-2222-222222222222";

    private const string Asked = """
        param environmentName = 'test'
        param location = 'westeurope'
        param custodianUrl = 'https://custodian.example.com'
        param payoutsUrl = 'https://payouts.example.com'
        param kycUrl = 'https://kyc.example.com'
        param ratesUrl = 'https://rates.example.com'
        param alertEmail = 'operators@example.com'

        """;

    private const string Evm = """
        param evmFactory = '0x5fbdb2315678afecb367f032d93f642f64180aa3'
        param evmTreasury = '0x5fbdb2315678afecb367f032d93f642f64180aa4'
        param evmAccount = '0x5fbdb2315678afecb367f032d93f642f64180aa5'
        param evmSignerUrl = 'https://signer.example.com'

        """;

    private const string Options = $"""
        param principalId = '{Deployer}'
        param signInClientId = '{SignIn}'
        param screeningUrl = 'https://screening.example.com'
        param evmNetworks = 'BASE'
        param evmNetworkSettings = 'BASE_CHAIN_ID=8453;BASE_FACTORY=0x5fbdb2315678afecb367f032d93f642f64180aa3;BASE_TREASURY=0x5fbdb2315678afecb367f032d93f642f64180aa4;BASE_ACCOUNT=0x5fbdb2315678afecb367f032d93f642f64180aa5;BASE_SIGNER_URL=https://signer.example.com;BASE_CONTRACTS=USDC=0x5fbdb2315678afecb367f032d93f642f64180aa6'
        param cardPageUrl = 'https://cards.example.com'
        param useServiceBus = true
        param useWebPubSub = true
        param zoneRedundant = true
        param privateNetworking = true
        param operatorAddresses = '203.0.113.7,203.0.113.8'
        param alwaysReadyInstances = 1
        """;

    private static readonly Lazy<Task<Installation>> PlainOnce = new(async () => new(await Bicep.PredictAsync(Asked)));
    private static readonly Lazy<Task<Installation>> FullOnce = new(async () => new(await Bicep.PredictAsync(Asked + Evm + Options)));
    private static readonly Lazy<Task<Installation>> AloneOnce = new(async () =>
        new(await Bicep.PredictAsync(Asked.Replace("param custodianUrl = 'https://custodian.example.com'\n", "", StringComparison.Ordinal) + Evm)));

    private Installation(string snapshot)
    {
        var json = JsonDocument.Parse(snapshot).RootElement;
        Text = snapshot;
        Outputs = json.GetProperty("outputs");
        Resources = [.. json.GetProperty("predictedResources").EnumerateArray().Select(resource => new Resource(resource))];
    }

    /// <summary>Of what azd asks for and nothing besides.</summary>
    public static Task<Installation> Plain => PlainOnce.Value;

    /// <summary>With every option.</summary>
    public static Task<Installation> Full => FullOnce.Value;

    /// <summary>Without a custodian, of an EVM network alone.</summary>
    public static Task<Installation> Alone => AloneOnce.Value;

    /// <summary>The whole of it, as JSON.</summary>
    public string Text { get; }

    public JsonElement Outputs { get; }

    public IReadOnlyList<Resource> Resources { get; }

    /// <summary>The app's settings, as the templates say them.</summary>
    public IReadOnlyDictionary<string, string> AppSettings => Resources
        .Single(resource => resource.Type == "Microsoft.Web/sites/config" && resource.Name.EndsWith("/appsettings", StringComparison.Ordinal))
        .Properties.EnumerateObject().ToDictionary(setting => setting.Name, setting => OfNetwork().Replace(setting.Value.GetString()!, "$1$3$2"));

    public IEnumerable<Resource> Of(string type) => Resources.Where(resource => resource.Type == type);

    /// <summary>The app's settings as the app gets them: addresses as Azure gives them out, secrets as the vault has them.</summary>
    /// <param name="vault">Secrets by name; one that is not there stays a reference, as with App Service.</param>
    public IReadOnlyDictionary<string, string> ReceivedSettings(IReadOnlyDictionary<string, string> vault) =>
        AppSettings.ToDictionary(setting => setting.Key, setting => Receive(setting.Value, vault));

    private static string Receive(string value, IReadOnlyDictionary<string, string> vault)
    {
        if (VaultReference().Match(value) is { Success: true } reference)
        {
            var name = reference.Groups["name"].Value;
            return vault.GetValueOrDefault(name, $"@Microsoft.KeyVault(SecretUri=https://vault.example.com/secrets/{name})");
        }

        if (Container().Match(value) is { Success: true } blobs)
        {
            return $"https://{blobs.Groups["account"].Value}.{blobs.Groups["part"].Value}.core.windows.net/{blobs.Groups["container"].Value}";
        }

        return Endpoint().Match(value) is { Success: true } endpoint
            ? $"https://{endpoint.Groups["account"].Value}.{endpoint.Groups["part"].Value}.core.windows.net/"
            : value.Contains("ConnectionString", StringComparison.Ordinal)
                ? "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/"
                : value;
    }

    [GeneratedRegex(@"@Microsoft\.KeyVault\(SecretUri=\{0\}secrets/(?<name>[a-z0-9-]+)\)")]
    private static partial Regex VaultReference();

    // The secret of a network whose name is a parameter.
    [GeneratedRegex(@"(secrets/evm-)\{1\}(-nodes\).*, '([a-z0-9]+)'\)\])$")]
    private static partial Regex OfNetwork();

    [GeneratedRegex(@"storageAccounts/(?<account>[a-z0-9]+)'.*\.primaryEndpoints\.(?<part>blob|queue|table)\]")]
    private static partial Regex Endpoint();

    [GeneratedRegex(@"^\[format\('https://\{0\}\.\{1\}/\{2\}', '(?<account>[a-z0-9]+)', format\('(?<part>[a-z]+)\.\{0\}', .*, '(?<container>[a-z]+)'\)\]$")]
    private static partial Regex Container();
}

/// <summary>One resource that is made.</summary>
internal sealed class Resource(JsonElement json)
{
    public string Id { get; } = json.GetProperty("id").GetString()!;

    public string Type { get; } = json.GetProperty("type").GetString()!;

    public string Name { get; } = json.GetProperty("name").GetString()!;

    public JsonElement Properties => json.GetProperty("properties");

    /// <summary>A value by its path from the resource: <c>sku.name</c>; <c>(none)</c> where there is none.</summary>
    public string this[string path]
    {
        get
        {
            var value = json;
            foreach (var part in path.Split('.'))
            {
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(part, out value))
                {
                    return "(none)";
                }
            }

            return value.ToString();
        }
    }

    public override string ToString() => $"{Type} {Name}";
}
