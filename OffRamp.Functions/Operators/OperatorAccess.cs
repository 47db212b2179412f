using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Operators;

/// <summary>Who operates: the name of a key, or of a signed-in person.</summary>
internal sealed record Operator(string Name);

/// <summary>
/// Endpoint filter: a named key in <c>X-Operator-Key</c>, or, where the platform signs people in, its principal header
/// with the role <c>operator</c>.
/// </summary>
internal sealed class OperatorAccess(Settings settings, CallLimits limits) : IEndpointFilter
{
    public const string KeyHeader = "X-Operator-Key";
    private const string Challenge = "OperatorKey";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.Headers.ContainsKey(KeyHeader))
        {
            if (FindByKey(http.Request) is not { } known)
                return Problems.Unauthorized(Challenge);
            return await ActAsync(known, context, next);
        }
        if (!settings.Operators.AcceptsPrincipal || Principal.Read(http.Request) is not { } principal)
            return Problems.Unauthorized(Challenge);
        if (!principal.IsOperator)
            return Problems.Of("forbidden", "This needs the role operator.");
        if (IsFromAnotherSite(http.Request))
            return Problems.Of("forbidden", "A signed-in operator acts from the console only.");
        return await ActAsync(new Operator(principal.Name), context, next);
    }

    private async ValueTask<object?> ActAsync(Operator who, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (limits.CountOperator(who.Name) is { } tooMany)
            return tooMany;
        context.HttpContext.Items[typeof(Operator)] = who;
        return await next(context);
    }

    // All keys are compared, each in a time that tells nothing.
    private Operator? FindByKey(HttpRequest request)
    {
        if (request.Headers[KeyHeader] is not [{ Length: > 0 and <= 256 } key])
            return null;
        var hash = Secrets.Hash(key);
        Operator? found = null;
        foreach (var known in settings.Operators.Keys)
            if (Secrets.Same(known.Hash, hash))
                found = new(known.Name);
        return found;
    }

    // A person's sign-in travels with every request of the browser, also with one that another page has made it send.
    private static bool IsFromAnotherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none");
}

internal static class OperatorRoutes
{
    public static void AddOperators(this IServiceCollection services)
    {
        services.AddSingleton<OperatorAccess>();
        services.AddSingleton<OperatorLog>();
        services.AddSingleton<CreatePartner>();
        services.AddSingleton<ChangePartner>();
        services.AddSingleton<RotatePartnerToken>();
        services.AddSingleton<ActionWish>();
        services.AddSingleton<ActOnSell>();
        services.AddSingleton<PauseAsset>();
        services.AddSingleton<OperatorSells>();
        services.AddSingleton<FindSells>();
        services.AddSingleton<Orchestrations>();
        services.AddSingleton<ReadOperatorSell>();
    }

    /// <summary>Endpoints of operators; <see cref="Operator(HttpContext)"/> says who calls.</summary>
    public static RouteGroupBuilder MapOperatorGroup(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("").AddEndpointFilter(routes.ServiceProvider.GetRequiredService<OperatorAccess>().InvokeAsync)
            .WithMetadata(Caller.Operator);

    public static Operator Operator(this HttpContext context) =>
        context.Items[typeof(Operator)] as Operator
        ?? throw new InvalidOperationException("This endpoint is not behind the operators' access.");
}
