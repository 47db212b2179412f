using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Idempotency;

/// <summary>What a request may rely on so that doing it twice does it once.</summary>
/// <param name="Id">
/// The identifier for what the request makes: the same each time the request is tried under its Idempotency-Key.
/// </param>
/// <param name="IsTakenOver">An earlier try did not finish: what it was to make may exist already.</param>
internal sealed record Claim(Id26 Id, bool IsTakenOver);

internal static class RequestClaim
{
    /// <summary>The claim of a request to a function with <see cref="IdempotentAttribute"/>.</summary>
    public static Claim Claim(this HttpContext context) =>
        context.Items[typeof(Claim)] as Claim ?? throw new InvalidOperationException("This endpoint is not idempotent.");
}
