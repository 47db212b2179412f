using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Operators;

/// <summary>Who operates: the name of a key, or of a signed-in person.</summary>
internal sealed record Operator(string Name)
{
    /// <summary>A name may hold what a key of a table may not (a guest's has a #), so its hash stands for it.</summary>
    public string Partition => "o|" + Secrets.Hash(Name);
}

/// <summary>
/// A named key in <c>X-Operator-Key</c>, or, where the platform signs people in, its principal header
/// with the role <c>operator</c>.
/// </summary>
internal sealed class OperatorAccess(Settings settings, CallLimits limits) : ICallerAuthentication
{
    public const string KeyHeader = "X-Operator-Key";
    private const string Challenge = "OperatorKey";

    public Caller Caller => Caller.Operator;

    public Task<ProblemResult?> AuthenticateAsync(HttpCall call) => Task.FromResult(Authenticate(call.Context));

    private ProblemResult? Authenticate(HttpContext http)
    {
        if (http.Request.Headers.ContainsKey(KeyHeader))
        {
            return FindByKey(http.Request) is { } known ? LetIn(known, http) : Problems.Unauthorized(Challenge);
        }

        if (!settings.Operators.AcceptsPrincipal || Principal.Read(http.Request) is not { } principal)
        {
            return Problems.Unauthorized(Challenge);
        }

        if (!principal.IsOperator)
        {
            return Problems.Of("forbidden", "This needs the role operator.");
        }

        return IsFromAnotherSite(http.Request)
            ? Problems.Of("forbidden", "A signed-in operator acts from the console only.")
            : LetIn(new Operator(principal.Name), http);
    }

    private ProblemResult? LetIn(Operator who, HttpContext http)
    {
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
                found = new(known.Name);
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
        services.AddSingleton<OperatorSells>();
        services.AddSingleton<Orchestrations>();
        services.AddSingleton<ReadOperatorSell>();
    }

    /// <summary>Who calls, in functions for operators.</summary>
    public static Operator Operator(this HttpContext context) =>
        context.Items[typeof(Operator)] as Operator
        ?? throw new InvalidOperationException("This endpoint is not behind the operators' access.");
}
