using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OffRamp.Functions.Quotes;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Operators;

[TestClass]
public sealed class PauseAssetTests
{
    private AzuriteTables _tables = null!;
    private RunningApp _app = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        _tables = await AzuriteTables.StartAsync();
        _app = await _tables.StartAppAsync();
        _app.Client.DefaultRequestHeaders.Add("X-Operator-Key", "local-operator-key");
    }

    [TestCleanup]
    public async Task StopAsync() => await _app.DisposeAsync();

    [TestMethod]
    public async Task An_asset_is_paused_and_taken_up_again()
    {
        using var pause = await SetAsync("USDT/TRC20", new { paused = true });
        var whilePaused = await IsPausedAsync();
        using var resume = await SetAsync("USDT/TRC20", new { paused = false });

        Assert.IsTrue((await pause.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("paused").GetBoolean());
        Assert.IsTrue(whilePaused);
        Assert.IsFalse(await IsPausedAsync());
    }

    [TestMethod]
    public async Task A_pause_is_in_the_log()
    {
        (await SetAsync("USDC/ERC20", new { paused = true })).Dispose();

        var audit = await _app.Client.GetFromJsonAsync<JsonElement>("/ops/api/audit");
        var entry = audit.GetProperty("data")[0];
        Assert.AreEqual(("asset.paused", "USDC/ERC20"), (entry.GetProperty("action").GetString(), entry.GetProperty("subject").GetString()));
    }

    [TestMethod]
    [DataRow("USDC/TRC20")]
    [DataRow("EUR/TRC20")]
    [DataRow("USDT/TRON")]
    public async Task An_unknown_asset_is_not_found(string asset)
    {
        using var answer = await SetAsync(asset, new { paused = true });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.NotFound, "not_found");
    }

    [TestMethod]
    public async Task It_has_to_be_said_which()
    {
        using var answer = await SetAsync("USDT/TRC20", new { });

        await ProblemBody.ExpectAsync(answer, HttpStatusCode.UnprocessableEntity, "required");
    }

    private Task<HttpResponseMessage> SetAsync(string asset, object body) =>
        _app.Client.PostAsJsonAsync("/ops/api/assets/" + asset, body);

    private Task<bool> IsPausedAsync()
    {
        Assert.IsTrue(Assets.Defaults.TryFind(Currency.USDT, Network.TRC20, out var asset));
        return new PausedAssets(_tables.Store).IsPausedAsync(asset, default);
    }
}
