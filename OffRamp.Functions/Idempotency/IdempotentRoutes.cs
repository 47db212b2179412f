using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Idempotency;

/// <summary>Rows of table Index, in the partition of the credential, that are written together with the claim.</summary>
internal delegate IReadOnlyList<Row> RowsAlongside(HttpContext context, Id26 id);

internal static class IdempotentRoutes
{
    public static void AddIdempotency(this IServiceCollection services)
    {
        services.AddSingleton<AnswerBox>();
        services.AddSingleton<ClaimStore>();
        services.AddSingleton<ForgetClaims>();
        services.AddSingleton<IdempotentRequest>();
    }

    /// <summary>
    /// Honours the Idempotency-Key header. The endpoint takes the identifier of what it makes from
    /// <see cref="RequestClaim.Claim"/>.
    /// </summary>
    /// <param name="endpoint">An endpoint behind an authentication that says whose credential it saw.</param>
    /// <param name="required">Refuse requests without a key.</param>
    /// <param name="alongside">
    /// Rows that point to what the endpoint will make, and so must be there first. They share the claim's transaction;
    /// without a key they are written by themselves; they go again if the endpoint refuses.
    /// </param>
    public static RouteHandlerBuilder Idempotent(
        this RouteHandlerBuilder endpoint, bool required = false, RowsAlongside? alongside = null) =>
        endpoint.WithMetadata(new IdempotencyKey(required)).AddEndpointFilter((invocation, next) => invocation.HttpContext.RequestServices
            .GetRequiredService<IdempotentRequest>().RunAsync(invocation, next, required, alongside));
}

/// <summary>Endpoint metadata: the Idempotency-Key header is honoured.</summary>
internal sealed record IdempotencyKey(bool IsRequired);
