using OffRamp.LocalHost.Sandbox.Calls;

namespace OffRamp.LocalHost.Sandbox.Custodian;

/// <summary><c>GET /deposits?address=&amp;cursor=</c>: every transfer the custodian knows to an address, with where it stands now, page by page.</summary>
internal static class ListDeposits
{
    private const int PageSize = 1000;

    public static Outcome Decide(Ask ask)
    {
        if (ask.Query("address") is not { Length: > 0 } address)
        {
            return Outcome.Refused(422, "required", "address: is required");
        }

        var from = 0;
        if (ask.Query("cursor") is { Length: > 0 } cursor && !(int.TryParse(cursor, out from) && from >= 0))
        {
            return Outcome.Refused(422, "invalid_cursor", "cursor: this list has not given it out");
        }

        object[] all = [.. ask.Books.DepositsTo(address)];
        var most = ask.Fault == FaultMode.Paged ? 1 : PageSize;
        var page = all.Skip(from).Take(most).ToList();
        if (ask.Fault == FaultMode.UnreadableEntry)
        {
            page.Add(new { address, status = "confirmed", amount = "a lot", seen_at = "just now", tx_hash = "?" });
        }

        var next = from + most;
        return Outcome.Ok(new { data = page, next_cursor = next < all.Length ? $"{next}" : null });
    }
}
