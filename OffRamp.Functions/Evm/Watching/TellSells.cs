using System.Text.Json;
using OffRamp.Functions.Deposits;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Tables;
using OffRamp.Functions.Webhooks.In;

namespace OffRamp.Functions.Evm.Watching;

/// <summary>Tells a sell of a transfer, on the way that a custodian's notice takes: when it returns, that is kept.</summary>
internal sealed class TellSells(NoticeInbox inbox, Assets assets, EvmSettings settings, TimeProvider clock)
{
    public async Task RunAsync(ToldTransfer told, Heads heads, CancellationToken cancellation)
    {
        var type = $"deposit.{told.Status.ToString().ToLowerInvariant()}";
        var asset = assets.TryFind(ChainAddress.Parse(settings.Network, told.Log.Contract), out var known) ? known : null;
        var confirmations = told.Status == DepositStatus.Dropped ? 0 : heads.Confirmations(told.Log.Block);
        var fact = told.Transfer.ToFact(settings.Network, asset, told.Status, confirmations);

        // In which block it was seen, confirmed or lost names the message: told twice, it is the same. What was lost may come back.
        var name = $"{settings.Network}-{fact.TxHash}-{fact.LogIndex}-{type}-{told.Log.BlockHash}{(told.Drops > 0 ? $"-{told.Drops}" : "")}";
        var body = JsonSerializer.SerializeToUtf8Bytes(BodyOf(fact, type), ApiJson.WithoutNulls);
        var notice = new SignedNotice(name, body, JsonSerializer.Deserialize<JsonElement>(body));
        var item = new DepositNotice(SellKeys.DepositNotice(fact.Network, fact.TxHash, fact.LogIndex, type), clock.GetUtcNow(), fact);
        await inbox.HandOverAsync(told.Sell, NoticeSource.Deposits, notice, item, cancellation);
    }

    private static DepositNoticeBody BodyOf(DepositFact fact, string type) => new()
    {
        Type = type,
        Data = new()
        {
            Network = fact.Network,
            Asset = fact.Asset,
            ContractAddress = fact.ContractAddress,
            Address = fact.Address,
            Amount = fact.Amount,
            TxHash = fact.TxHash,
            LogIndex = fact.LogIndex,
            Confirmations = fact.Confirmations,
            SeenAt = fact.SeenAt,
        },
    };
}
