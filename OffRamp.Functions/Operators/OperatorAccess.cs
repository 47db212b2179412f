using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Limits;
using OffRamp.Functions.Operators.Approving;
using OffRamp.Functions.Operators.Erasing;
using OffRamp.Functions.Operators.Partners;
using OffRamp.Functions.Operators.Sells;

namespace OffRamp.Functions.Operators;

/// <summary>Who operates: the name of a key, or of a signed-in person.</summary>
internal sealed record Operator(string Name, OperatorRole Role)
{
    /// <summary>A name may hold what a key of a table may not (a guest's has a #), so its hash stands for it.</summary>
    public string Partition => "o|" + Secrets.Hash(Name);
}

/// <summary>
/// A named key in <c>X-Operator-Key</c>, or, where the platform signs people in, its principal header
/// with a role. Who only reads may not act.
/// </summary>
internal sealed class OperatorAccess(Settings settings, CallLimits limits, TimeProvider clock) : ICallerAuthentication
{
    public const string KeyHeader = "X-Operator-Key";
    private const string Challenge = "OperatorKey";

    public Caller Caller => Caller.Operator;

    public Task<ProblemResult?> AuthenticateAsync(HttpCall call) => Task.FromResult(Authenticate(call.Context, RoleFor(call.Function)));

    private static OperatorRole RoleFor(HttpFunction function) => function.Methods.Contains("GET") ? OperatorRole.Viewer : OperatorRole.Operator;

    private ProblemResult? Authenticate(HttpContext http, OperatorRole needed)
    {
        if (http.Request.Headers.ContainsKey(KeyHeader))
        {
            return FindByKey(http.Request) is { } known ? LetIn(known, http, needed) : Problems.Unauthorized(Challenge);
        }

        if (!settings.Operators.AcceptsPrincipal || Principal.Read(http.Request) is not { } principal)
        {
            return Problems.Unauthorized(Challenge);
        }

        if (principal.Role is not { } role)
        {
            return Problems.Of("forbidden", "This needs the role viewer, operator or approver.");
        }

        return IsFromAnotherSite(http.Request)
            ? Problems.Of("forbidden", "A signed-in operator acts from the console only.")
            : LetIn(new Operator(principal.Name, role), http, needed);
    }

    private ProblemResult? LetIn(Operator who, HttpContext http, OperatorRole needed)
    {
        if (who.Role < needed)
        {
            return Problems.Of("forbidden", $"This needs the role {needed.ToString().ToLowerInvariant()}.");
        }

        // By it the console says how long ago something was: in local mode time is moved.
        http.Response.Headers.Date = clock.GetUtcNow().ToString("R");
        http.Items[typeof(Operator)] = who;
        http.SetCredentialScope(who.Partition);
        return limits.CountOperator(who.Name);
    }

    // All keys are compared, each in a time that tells nothing.
    private Operator? FindByKey(HttpRequest request)
    {
        if (request.Headers[KeyHeader] is not [{ Length: > 0 and <= 256 } key])
        {
            return null;
        }

        var hash = Secrets.Hash(key);
        Operator? found = null;
        foreach (var known in settings.Operators.Keys)
        {
            if (Secrets.Same(known.Hash, hash))
            {
                found = new(known.Name, known.Role);
            }
        }

        return found;
    }

    // A person's sign-in travels with every request of the browser, also with one that another page has made it send.
    private static bool IsFromAnotherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none");
}

internal static class OperatorServices
{
    public static void AddOperators(this IServiceCollection services)
    {
        services.AddSingleton<ICallerAuthentication, OperatorAccess>();
        services.AddSingleton<OperatorLog>();
        services.AddSingleton<ActionRequest>();
        services.AddSingleton<SellActions>();
        services.AddSingleton<RedeliverWebhooks>();
        services.AddSingleton<NoticeProcessing>();
        services.AddSingleton<Approvals>();
        services.AddSingleton<CarryOutApproval>();
        services.AddSingleton<PartnerTokens>();
        services.AddSingleton<OperatorSells>();
        services.AddSingleton<Orchestrations>();
        services.AddSingleton<ReadOperatorSell>();
        services.AddSingleton<Erasure>();
    }

    /// <summary>Who calls, in functions for operators.</summary>
    public static Operator Operator(this HttpContext context) =>
        context.Items[typeof(Operator)] as Operator
        ?? throw new InvalidOperationException("This endpoint is not behind the operators' access.");
}
