using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OffRamp.Functions.Tests.LocalHost.Sandbox;

/// <summary>Stands where the app would: takes notices, checks their signatures, and answers what the test wants.</summary>
internal sealed class NoticeReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<ReceivedNotice> _received = Channel.CreateUnbounded<ReceivedNotice>();
    private readonly Queue<int> _answers = new();
    private WebApplication? _app;

    public Uri BaseUri { get; private set; } = new("http://127.0.0.1:1");

    /// <summary>Awaited before each answer.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int Waiting => _received.Reader.Count;

    public static async Task<NoticeReceiver> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var receiver = new NoticeReceiver { _app = builder.Build() };
        receiver._app.MapPost("/webhooks/{kind}", receiver.TakeAsync);
        await receiver._app.StartAsync();
        receiver.BaseUri = new Uri(receiver._app.Urls.Single());
        return receiver;
    }

    /// <summary>The next answers; after them 202.</summary>
    public void AnswerWith(params int[] statuses)
    {
        foreach (var status in statuses)
        {
            _answers.Enqueue(status);
        }
    }

    public async Task<ReceivedNotice> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _received.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers;
        var signed = $"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}";
        var kind = (string)context.Request.RouteValues["kind"]!;
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(SecretOf(kind), Encoding.UTF8.GetBytes(signed)));
        var status = _answers.TryDequeue(out var wanted) ? wanted : 202;
        var json = JsonDocument.Parse(body).RootElement;
        _received.Writer.TryWrite(new ReceivedNotice(kind, headers["webhook-id"]!, json.GetProperty("type").GetString()!,
            json.GetProperty("data"), headers["webhook-signature"].ToString().Split(' '), expected,
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(headers["webhook-timestamp"]!))));
        await Gate;
        context.Response.StatusCode = status;
    }

    private static byte[] SecretOf(string kind) => Encoding.ASCII.GetBytes(kind switch
    {
        "deposits" => "local-custodian-notice-secret-01",
        "payouts" => "local-payouts-notice-secret-0001",
        _ => "local-kyc-notice-secret-00000001",
    });
}

internal sealed record ReceivedNotice(string Kind, string Id, string Type, JsonElement Data, string[] Signatures, string Expected, DateTimeOffset Timestamp)
{
    public bool IsSignedRight => Signatures.Contains(Expected);

    public string? this[string field] =>
        Data.GetProperty(field) is { ValueKind: JsonValueKind.String } text ? text.GetString() : Data.GetProperty(field).GetRawText();
}
