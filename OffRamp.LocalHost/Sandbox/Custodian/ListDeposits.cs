using OffRamp.LocalHost.Sandbox.Calls;

namespace OffRamp.LocalHost.Sandbox.Custodian;

/// <summary><c>GET /deposits?address=</c>: every transfer the custodian knows to an address, with where it stands now.</summary>
internal static class ListDeposits
{
    public static Outcome Decide(Ask ask) => ask.Query("address") is { Length: > 0 } address
        ? Outcome.Ok(new { data = ask.Books.DepositsTo(address).ToArray() })
        : Outcome.Refused(422, "required", "address: is required");
}
