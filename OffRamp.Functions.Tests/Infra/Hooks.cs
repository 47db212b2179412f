using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Infra;

/// <summary>infra/hooks as azd runs them, with stand-ins of az and azd in a folder of their own.</summary>
internal sealed class Hooks : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hooks-").FullName;
    private readonly Dictionary<string, string> environment;

    private Hooks(Installation installation)
    {
        Directory.CreateDirectory(Path.Combine(folder, "vault"));
        foreach (var name in (string[])["az", "azd"])
        {
            File.CreateSymbolicLink(Path.Combine(folder, name), Repository.PathOf("OffRamp.Functions.Tests", "Infra", "fake-az.sh"));
        }

        environment = installation.Outputs.EnumerateObject().ToDictionary(output => output.Name, output => output.Value.GetString()!);
        environment["OFFRAMP_IDENTITY"] = "principal-of-the-identity";
        environment["AZURE_ENV_NAME"] = "test";
        environment["OFFRAMP_CUSTODIAN_URL"] = "https://custodian.example.com";
        environment["AZURE_SUBSCRIPTION_ID"] = Installation.Subscription;
        environment["FAKE"] = folder;
        environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    /// <summary>The secrets in the vault, by name.</summary>
    public IReadOnlyDictionary<string, string> Vault =>
        Directory.EnumerateFiles(Path.Combine(folder, "vault")).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    /// <summary>What az and azd were called with, one a line.</summary>
    public string Calls => Read("calls");

    /// <summary>Who has which role, as Microsoft Graph was told.</summary>
    public string Assigned => Read("assigned");

    /// <summary>Whom the app registration trusts.</summary>
    public string Trusted => Read("trusted");

    /// <summary>What azd was told to remember.</summary>
    public string Remembered => Read("remembered");

    public static async Task<Hooks> OfAsync(Task<Installation> installation) => new(await installation);

    /// <summary>Says what the providers' secrets are, as a deployment without a terminal does.</summary>
    public Hooks Knowing(params (string Setting, string Value)[] values)
    {
        foreach (var (setting, value) in values)
        {
            environment[setting] = value;
        }

        return this;
    }

    public Task<Said> RunAsync(string hook) => Command.TryAsync(
        "bash", [Repository.PathOf("infra", "hooks", hook)], folder, settings: [.. environment.Select(variable => (variable.Key, variable.Value))]);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Read(string file) => File.Exists(Path.Combine(folder, file)) ? File.ReadAllText(Path.Combine(folder, file)) : "";
}
