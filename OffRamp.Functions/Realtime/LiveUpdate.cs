using System.Text.Json;
using System.Text.Json.Nodes;
using OffRamp.Functions.Hosting.Json;
using OffRamp.Functions.Webhooks.Out.Feed;

namespace OffRamp.Functions.Realtime;

/// <summary>An event as those hear it who follow a sell by WebSocket; the names are the contract's.</summary>
internal static class LiveUpdate
{
    public static JsonObject Of(EventView told)
    {
        var data = told.Data;
        var isSell = data["object"]!.GetValue<string>() == "sell";
        return new()
        {
            ["event"] = "tx.update",
            ["event_id"] = told.Id.ToString(),
            ["sequence"] = told.Sequence,
            ["merchant_transaction_id"] = isSell ? Copy("id") : "sell_" + data["id"]!.GetValue<string>()["ses_".Length..],
            ["type"] = "sell",
            ["status"] = isSell ? Copy("status") : StatusOf(data["status"]!.GetValue<string>()),
            ["phase"] = isSell ? Copy("phase") : null,
            ["labels"] = isSell ? Copy("labels") : new JsonArray(),
            ["currency"] = Copy("currency"),
            ["fiat_currency"] = Copy("fiat_currency"),
            ["fiat_amount"] = Copy("fiat_amount"),
            ["crypto_amount"] = Copy("crypto_amount"),
            ["occurred_at"] = JsonSerializer.SerializeToNode(told.CreatedAt, ApiJson.Options),
        };

        JsonNode? Copy(string name) => data[name]?.DeepClone();
    }

    // A session without a sell, in the words of sells: as one polls it.
    private static string StatusOf(string session) => session switch
    {
        "open" => "pending",
        "expired" => "failed",
        _ => session,
    };
}
