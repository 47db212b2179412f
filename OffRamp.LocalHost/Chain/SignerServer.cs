using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json.Nodes;
using Nethereum.KeyStore;
using Nethereum.Model;
using Nethereum.Signer;

namespace OffRamp.LocalHost.Chain;

/// <summary>
/// Stands in for Web3Signer on a laptop: signs by <c>eth_signTransaction</c> with the one key that it has, from a keystore file (V3) or
/// made anew. So the app never has a key, not even here.
/// </summary>
internal sealed class SignerServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly EthECKey key;

    private SignerServer(EthECKey key, int port)
    {
        this.key = key;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        app = builder.Build();
        app.MapPost("/", AnswerAsync);
    }

    /// <summary>Of its JSON-RPC.</summary>
    public Uri Url => new(app.Urls.Single());

    /// <summary>Whose key it has; lower case.</summary>
    public string Account => key.GetPublicAddress().ToLowerInvariant();

    /// <summary>How many transactions it has signed.</summary>
    public int Signed { get; private set; }

    /// <param name="keystore">A keystore file; null makes a key that nobody keeps.</param>
    /// <param name="password">Of that file.</param>
    /// <param name="port">0 takes a free one.</param>
    public static async Task<SignerServer> StartAsync(string? keystore = null, string password = "", int port = 0)
    {
        var key = keystore is null
            ? EthECKey.GenerateKey()
            : new EthECKey(new KeyStoreService().DecryptKeyStoreFromJson(password, await File.ReadAllTextAsync(keystore)), isPrivate: true);
        var server = new SignerServer(key, FreePort.Or(port));
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var call = (await JsonNode.ParseAsync(context.Request.Body))!;
        var answer = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = call["id"]?.DeepClone() };
        switch (call["method"]?.GetValue<string>())
        {
            case "eth_accounts":
                answer["result"] = new JsonArray(Account);
                break;
            case "eth_signTransaction" when Is(call["params"]![0]!["from"], Account):
                answer["result"] = Sign(call["params"]![0]!);
                break;
            default:
                answer["error"] = new JsonObject { ["code"] = -32000, ["message"] = "No such method, or no key of that account." };
                break;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private string Sign(JsonNode wanted)
    {
        Signed++;
        var transaction = new Transaction1559(
            Number(wanted["chainId"]), Number(wanted["nonce"]), Number(wanted["maxPriorityFeePerGas"]), Number(wanted["maxFeePerGas"]), Number(wanted["gas"]),
            wanted["to"]!.GetValue<string>(), Number(wanted["value"]), wanted["data"]!.GetValue<string>(), []);
        var signed = new Transaction1559Signer().SignTransaction(key, transaction);
        return signed.StartsWith("0x", StringComparison.Ordinal) ? signed : "0x" + signed;
    }

    private static bool Is(JsonNode? text, string other) => string.Equals(text?.GetValue<string>(), other, StringComparison.OrdinalIgnoreCase);

    private static BigInteger Number(JsonNode? hex) =>
        BigInteger.Parse("0" + hex!.GetValue<string>()[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
