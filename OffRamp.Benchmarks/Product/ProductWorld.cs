using OffRamp.LocalHost;
using OffRamp.LocalHost.Sandbox;

namespace OffRamp.Benchmarks.Product;

/// <summary>The product, and around it whom it deals with: providers and a partner, who are the bench.</summary>
internal sealed class ProductWorld : IAsyncDisposable
{
    private readonly SandboxServer sandbox;

    private ProductWorld(SandboxServer sandbox, ProviderDoor door, RunningProduct product) => (this.sandbox, Door, Product) = (sandbox, door, product);

    public RunningProduct Product { get; }

    public ProviderDoor Door { get; }

    /// <summary>Where the sandbox's controls answer.</summary>
    public Uri Sandbox => sandbox.BaseUri;

    /// <param name="build">What is started.</param>
    /// <param name="settings">Environment variables of the product beside the usual ones.</param>
    public static async Task<ProductWorld> StartAsync(ProductBuild build, params (string Name, string Value)[] settings)
    {
        var api = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions());
        var door = await ProviderDoor.StartAsync(sandbox.BaseUri, api);
        sandbox.ApiBase = door.Address;
        var (provider, payouts) = (sandbox.BaseUri.GetLeftPart(UriPartial.Authority), door.Address.GetLeftPart(UriPartial.Authority));
        try
        {
            var product = await RunningProduct.StartAsync(
                build,
                api,
                [
                    ("OFFRAMP_CUSTODIAN_URL", provider), ("OFFRAMP_KYC_URL", provider), ("OFFRAMP_RATES_URL", provider), ("OFFRAMP_SCREENING_URL", provider),
                    ("OFFRAMP_PAYOUTS_URL", payouts), ("OFFRAMP_CARD_PAGE_URL", $"{provider}/card"),
                    .. settings,
                ]);
            return new(sandbox, door, product);
        }
        catch
        {
            await door.DisposeAsync();
            await sandbox.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Product.DisposeAsync();
        await Door.DisposeAsync();
        await sandbox.DisposeAsync();
    }
}
