using System.Globalization;
using System.Net.Http.Json;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Nethereum.Util;

namespace OffRamp.LocalHost.Chain;

/// <summary>
/// Moves a local chain: sends transactions of its funded accounts, makes blocks, goes back to an earlier state. Every method is a
/// JSON-RPC call, or a few; an error of the node is a <see cref="ChainException"/>.
/// </summary>
internal sealed class ChainClient(Uri url) : IDisposable
{
    private const string Plenty = "0x4c4b40";

    // The same in every block, so that a transaction that is handed in again after a fork is the same one.
    private const string Fee = "0x2540be400";

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };
    private int lastId;

    /// <summary>The accounts that the node signs for.</summary>
    public async Task<IReadOnlyList<string>> AccountsAsync() =>
        [.. (await AskAsync("eth_accounts")).EnumerateArray().Select(account => account.GetString()!.ToLowerInvariant())];

    public async Task<JsonElement> AskAsync(string method, params object?[] parameters)
    {
        var call = new { jsonrpc = "2.0", id = Interlocked.Increment(ref lastId), method, @params = parameters };
        using var response = await http.PostAsJsonAsync("", call);
        var answer = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return answer.TryGetProperty("error", out var error)
            ? throw new ChainException($"{method}: {error.GetProperty("message").GetString()}")
            : answer.GetProperty("result");
    }

    /// <summary>Makes a block of all that waits; of that time, where one is given that is later than the last block's.</summary>
    public async Task MineAsync(DateTimeOffset? at = null, int blocks = 1)
    {
        for (var block = 0; block < blocks; block++)
        {
            var last = await AskAsync("eth_getBlockByNumber", "latest", false);
            var seconds = Math.Max((at ?? DateTimeOffset.MinValue).ToUnixTimeSeconds(), NumberOf(last.GetProperty("timestamp")) + 1);
            await AskAsync("evm_mine", seconds);
        }
    }

    public async Task<string> SnapshotAsync() => (await AskAsync("evm_snapshot")).GetString()!;

    /// <summary>Back to that state; its name is used up by that.</summary>
    public Task RevertAsync(string snapshot) => AskAsync("evm_revert", snapshot);

    /// <summary>Hands in a call of one of the node's own accounts; the next block has it.</summary>
    /// <returns>The transaction's hash.</returns>
    public async Task<string> SendAsync(string from, string? to, string data) =>
        (await AskAsync("eth_sendTransaction", new { from, to, data, gas = Plenty, maxFeePerGas = Fee, maxPriorityFeePerGas = "0x3b9aca00" })).GetString()!;

    /// <summary>Puts a contract on the chain, in a block of its own.</summary>
    /// <returns>Its address, in lower case.</returns>
    public async Task<string> DeployAsync(string from, string bytecode, DateTimeOffset? at = null)
    {
        var hash = await SendAsync(from, null, bytecode);
        await MineAsync(at);
        return (await AskAsync("eth_getTransactionReceipt", hash)).GetProperty("contractAddress").GetString()!;
    }

    public async Task<BigInteger> BalanceOfAsync(string token, string account) =>
        BigInteger.Parse("0" + (await AskAsync("eth_call", new { to = token, data = Call("balanceOf(address)", account) }, "latest")).GetString()![2..], NumberStyles.AllowHexSpecifier);

    public async Task<long> NewestAsync() => NumberOf(await AskAsync("eth_blockNumber"));

    /// <summary>A call by Solidity's ABI, of arguments that are addresses, numbers or truth values.</summary>
    public static string Call(string signature, params object[] arguments) =>
        "0x" + Convert.ToHexStringLower(Sha3Keccack.Current.CalculateHash(Encoding.ASCII.GetBytes(signature)))[..8] + string.Concat(arguments.Select(Word));

    /// <summary>One argument in 32 bytes, without <c>0x</c>.</summary>
    public static string Word(object argument) => argument switch
    {
        string address => address[2..].ToLowerInvariant().PadLeft(64, '0'),
        bool isTrue => (isTrue ? "1" : "0").PadLeft(64, '0'),
        BigInteger number => number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0').PadLeft(64, '0'),
        IConvertible number => Word(new BigInteger(number.ToInt64(CultureInfo.InvariantCulture))),
        _ => throw new ArgumentException("Neither an address nor a number nor a truth value.", nameof(argument)),
    };

    public void Dispose() => http.Dispose();

    private static long NumberOf(JsonElement hex) => Convert.ToInt64(hex.GetString(), 16);
}

/// <summary>What the node does not do.</summary>
internal sealed class ChainException(string message) : Exception(message);
