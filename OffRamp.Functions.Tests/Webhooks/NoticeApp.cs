using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Durable;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out;
using OffRamp.Functions.Webhooks.Out.Delivery;

namespace OffRamp.Functions.Tests.Webhooks;

/// <summary>The whole app on a real Azurite, with a sell in it, and a provider's pen to sign notices with.</summary>
internal sealed class NoticeApp : IAsyncDisposable
{
    private readonly RunningApp _app;
    private readonly Settings _settings;
    private int _messages;

    private NoticeApp(RunningApp app, Settings settings, FakeTimeProvider clock, FakeOrchestrations durable) =>
        (_app, _settings, Clock, Durable) = (app, settings, clock, durable);

    public FakeTimeProvider Clock { get; }

    public FakeOrchestrations Durable { get; }

    public HttpClient Client => _app.Client;

    /// <summary>A sell that waits for 250 USDT at <see cref="A.Address"/>.</summary>
    public Sell Sell { get; private set; } = A.Sell();

    public static async Task<NoticeApp> StartAsync(Action<IServiceCollection>? replace = null)
    {
        var settings = TestSettings.Local(
            ("AzureWebJobsStorage", await AzuriteFixture.ConnectionStringAsync()), ("OFFRAMP_TABLE_PREFIX", AzuriteFixture.NewPrefix()));
        var clock = new FakeTimeProvider(A.Start + TimeSpan.FromMinutes(12));
        var durable = new FakeOrchestrations();
        var app = await RunningApp.StartAsync(settings, services =>
        {
            services.AddSingleton<TimeProvider>(clock).AddSingleton<IOrchestrationClient>(durable);
            replace?.Invoke(services);
        });
        return new(app, settings, clock, durable);
    }

    public static async Task<NoticeApp> WithSellAsync(Sell? sell = null, Action<IServiceCollection>? replace = null)
    {
        var app = await StartAsync(replace);
        app.Sell = sell ?? app.Sell;
        await app.Service<DepositAddresses>().PointAsync(ChainAddress.Parse(app.Sell.Network, app.Sell.Deposit.Address), app.Sell.Id, default);
        await app.AddAsync(app.Sell);
        return app;
    }

    /// <summary>One more sell, as it is.</summary>
    public Task AddAsync(Sell sell) => Service<SellStore>().StartAsync(
        sell,
        new SellEvent(sell.Sequence, "sell.pending", sell.CreatedAt, null, sell),
        TableOperation.Upsert(new Row(SellKeys.Partition(sell.Id), SellKeys.Session)
            .SetLargeText(SellKeys.Data, JsonSerializer.Serialize(new EventOwner(sell.PartnerId, null, null), ApiJson.Options))),
        default);

    /// <summary>What an operator reads; the test fails where it is not 200.</summary>
    public async Task<JsonElement> OperatorReadsAsync(string path)
    {
        using var answer = await OperatorAsksAsync(path);
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<HttpResponseMessage> OperatorAsksAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Operator-Key", "local-operator-key");
        return await Client.SendAsync(request);
    }

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Task<HttpResponseMessage> DepositsAsync(JsonNode notice, string? id = null) =>
        SendAsync("/webhooks/deposits", _settings.Custodian.NoticeSecrets, Bytes(notice), id);

    public Task<HttpResponseMessage> PayoutsAsync(JsonNode notice, string? id = null) =>
        SendAsync("/webhooks/payouts", _settings.Payouts.NoticeSecrets, Bytes(notice), id);

    public Task<HttpResponseMessage> KycAsync(JsonNode notice, string? id = null) =>
        SendAsync("/webhooks/kyc", _settings.Kyc.NoticeSecrets, Bytes(notice), id);

    public Task<HttpResponseMessage> SignedByAnotherProviderAsync(JsonNode deposit) =>
        SendAsync("/webhooks/deposits", _settings.Payouts.NoticeSecrets, Bytes(deposit), null);

    public Task<HttpResponseMessage> BytesAsync(byte[] body) => SendAsync("/webhooks/deposits", _settings.Custodian.NoticeSecrets, body, null);

    /// <param name="change">Spoils the request after it was signed.</param>
    public async Task<HttpResponseMessage> SpoiltAsync(JsonNode notice, Action<HttpRequestMessage> change)
    {
        using var request = Signed("/webhooks/deposits", _settings.Custodian.NoticeSecrets, Bytes(notice), null);
        change(request);
        return await Client.SendAsync(request);
    }

    public async Task<IReadOnlyList<Row>> RowsAsync(string table, string partition, string prefix)
    {
        var rows = new List<Row>();
        await foreach (var row in Service<TableStore>().Table(table).QueryAllAsync(
            TableFilter.PartitionEquals(partition).And.RowKeyStartsWith(prefix)))
        {
            rows.Add(row);
        }

        return rows;
    }

    public Task<IReadOnlyList<Row>> InboxAsync() => RowsAsync(StorageNames.Sells, SellKeys.Partition(Sell.Id), SellKeys.InboxPrefix);

    public Task<IReadOnlyList<Row>> UnmatchedAsync() => RowsAsync(StorageNames.Index, IndexKeys.Unmatched, "n|");

    public async Task<Row?> OpenAsync() =>
        await Service<TableStore>().Table(StorageNames.Index).GetAsync(IndexKeys.Open(Sell.Id), IndexKeys.SellRow(Sell.Id));

    public async Task<Sell> ReadAsync() => (await Service<SellStore>().FindAsync(Sell.Id, default))!;

    /// <summary>A notice of the contract's shape: the whole 250 USDT for the sell, in time.</summary>
    public JsonObject Deposit(string type = "deposit.confirmed", int confirmations = 20) => new()
    {
        ["type"] = type,
        ["data"] = new JsonObject
        {
            ["network"] = "TRC20",
            ["asset"] = "USDT",
            ["contract_address"] = A.Asset.ContractAddress,
            ["address"] = Sell.Deposit.Address,
            ["memo"] = null,
            ["amount"] = "250",
            ["tx_hash"] = "0xABC1",
            ["log_index"] = 0,
            ["confirmations"] = confirmations,
            ["seen_at"] = "2030-01-01T12:10:00Z",
            ["risk"] = "low",
        },
    };

    /// <summary>Has an activity run, as the host would.</summary>
    /// <returns>Its answer, JSON.</returns>
    public Task<string?> CallAsync(string activity, string sellId) => _app.CallAsync(activity, JsonSerializer.Serialize(new SellRef(sellId), DurableJson.Options));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<HttpResponseMessage> SendAsync(string path, IReadOnlyList<byte[]> secrets, byte[] body, string? id)
    {
        using var request = Signed(path, secrets, body, id);
        return await Client.SendAsync(request);
    }

    private HttpRequestMessage Signed(string path, IReadOnlyList<byte[]> secrets, byte[] body, string? id) =>
        Signed(path, secrets, body, id ?? $"msg_{Interlocked.Increment(ref _messages)}", Clock.GetUtcNow());

    /// <summary>A notice as its provider sends it.</summary>
    public static HttpRequestMessage Signed(string path, IReadOnlyList<byte[]> secrets, byte[] body, string id, DateTimeOffset at)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookSignature.IdHeader, id);
        request.Headers.Add(WebhookSignature.TimestampHeader, WebhookSignature.Timestamp(at));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(id, at, body, secrets));
        return request;
    }

    private static byte[] Bytes(JsonNode notice) => Encoding.UTF8.GetBytes(notice.ToJsonString(new JsonSerializerOptions()));
}
