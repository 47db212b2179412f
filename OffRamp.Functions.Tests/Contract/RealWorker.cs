using System.Globalization;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.LocalHost;
using OffRamp.LocalHost;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>The published app's own worker process behind the local host, on a shop's tables, providers and clock.</summary>
internal sealed class RealWorker : IAsyncDisposable
{
    private readonly LocalHostApp host;
    private readonly DirectoryInfo data;

    private RealWorker(LocalHostApp host, DirectoryInfo data)
    {
        (this.host, this.data) = (host, data);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.BaseUri };
    }

    public HttpClient Client { get; }

    public static async Task<RealWorker> StartAsync(Shop shop)
    {
        var data = Directory.CreateTempSubdirectory("offramp-real-worker-");
        var ahead = shop.Clock.GetUtcNow() - TimeProvider.System.GetUtcNow();
        await File.WriteAllTextAsync(Path.Combine(data.FullName, "clock"), ahead.Ticks.ToString(CultureInfo.InvariantCulture));
        var providers = shop.Providers.AbsoluteUri.TrimEnd('/');
        var settings = TestSettings.Sample.Where(setting => setting.Value is { Length: > 0 }).ToDictionary(setting => setting.Key, setting => setting.Value!);
        foreach (var (name, value) in new[]
        {
            ("AzureWebJobsStorage", shop.Tables.ConnectionString), ("OFFRAMP_TABLE_PREFIX", shop.Tables.Prefix), ("OFFRAMP_CUSTODIAN_URL", providers),
            ("OFFRAMP_PAYOUTS_URL", providers), ("OFFRAMP_KYC_URL", providers), ("OFFRAMP_RATES_URL", providers), ("OFFRAMP_REALTIME_URL", "http://127.0.0.1:1"),
        })
        {
            settings[name] = value;
        }
        return new(
            await LocalHostApp.StartAsync(new LocalHostOptions { AppFolder = WholeAppTests.AppFolder, DataFolder = data.FullName, Settings = settings }), data);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await host.DisposeAsync();
        data.Delete(recursive: true);
    }
}
