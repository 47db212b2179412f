using System.Text.Json;

namespace OffRamp.LocalHost.Chain;

/// <summary>What is on a local chain: the forwarders' factory, a USDC, a USDT, and a wallet that is a contract.</summary>
/// <param name="Owner">The first of the node's accounts, which has put them there.</param>
/// <param name="Treasury">Where the factory's forwarders send what comes to them.</param>
internal sealed record LocalContracts(string Owner, string Treasury, string Factory, string Usdc, string Usdt, string Wallet)
{
    private static readonly JsonElement Compiled = ReadCompiled();

    /// <summary>Puts them on a chain that is new.</summary>
    /// <param name="chain">Which.</param>
    /// <param name="treasury">Where the factory's forwarders send what comes to them.</param>
    public static async Task<LocalContracts> DeployAsync(ChainClient chain, string treasury)
    {
        var owner = (await chain.AccountsAsync())[0];
        return new(
            owner,
            treasury,
            await chain.DeployAsync(owner, BytecodeOf("ForwarderFactory") + ChainClient.Word(treasury)),
            await chain.DeployAsync(owner, BytecodeOf("TestUsdc")),
            await chain.DeployAsync(owner, BytecodeOf("TestUsdt")),
            await chain.DeployAsync(owner, BytecodeOf("TestWallet")));
    }

    /// <summary>As the compiler made it; what its constructor takes comes after it.</summary>
    public static string BytecodeOf(string contract) => Compiled.GetProperty(contract).GetProperty("bytecode").GetString()!;

    private static JsonElement ReadCompiled()
    {
        using var file = typeof(LocalContracts).Assembly.GetManifestResourceStream("contracts.json")!;
        using var reader = new StreamReader(file);
        return JsonElement.Parse(reader.ReadToEnd());
    }
}
