using System.Text.Json.Nodes;
using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Operators.Erasing;

/// <summary>
/// Rows of a session and its sell without what says whose they are: the e-mail address, the partner's ids and references,
/// metadata, and the links back. What was paid, to which card's last four, from and to which address, stays: it is the books.
/// </summary>
internal static class ErasedRows
{
    // As views and events have them, at whatever depth.
    private static readonly string[] Names = ["user_email", "partner_user_id", "user_reference", "metadata", "return_url", "cancel_url"];

    public static Session Of(Session session) => session with
    {
        PartnerUserId = null,
        UserEmail = null,
        ContactEmail = null,
        UserReference = null,
        Metadata = null,
        ReturnUrl = null,
        CancelUrl = null,
        CommitId = SessionStore.NewCommitId(),
    };

    public static Sell Of(Sell sell) => sell with { PartnerUserId = null, UserReference = null, CommitId = SessionStore.NewCommitId() };

    /// <summary>The row as it is to be written under its version; null for one that names nobody.</summary>
    public static TableOperation? Replace(Row row) =>
        row.RowKey == SellKeys.Session ? TableOperation.Replace(SessionRows.Of(Of(SessionRows.SessionOf(row))), row.ETag)
        : row.RowKey == SellKeys.Sell ? TableOperation.Replace(SellRows.Of(Of(SellRows.SellOf(row))), row.ETag)
        : row.RowKey.StartsWith(SellKeys.EventPrefix, StringComparison.Ordinal)
            ? TableOperation.Replace(row.SetLargeText(SellKeys.Data, Erase(row.GetLargeText(SellKeys.Data)!)), row.ETag)
        : null;

    private static string Erase(string json)
    {
        var data = JsonNode.Parse(json)!;
        Erase(data);
        return data.ToJsonString();
    }

    private static void Erase(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject thing:
                foreach (var name in Names.Where(thing.ContainsKey))
                {
                    thing[name] = null;
                }

                thing.Select(field => field.Value).ToList().ForEach(Erase);
                break;
            case JsonArray list:
                list.ToList().ForEach(Erase);
                break;
        }
    }
}
