using OffRamp.Functions.Hosting.Http;

namespace OffRamp.Functions.Tests.Contract;

/// <summary>Who calls a route, and so by what credential.</summary>
internal enum CallerKind { Anyone, Partner, SellPage, Provider, Operator }

/// <summary>One of the app's routes, as it is registered.</summary>
internal sealed record KnownRoute(string Method, string Pattern)
{
    /// <summary>Routes that need no credential. A new one is meant to be, or it is missing from a group.</summary>
    private static readonly string[] Open =
        ["/health/live", "/health/ready", "/openapi/v1.json", "/docs", "/docs/{file}", "/sell/{id}", "/sell/assets/{file}", "/widget/offramp.js", "/ops", "/ops/assets/{file}"];

    /// <summary>Web PubSub's way in, which signs in its own manner.</summary>
    public const string Realtime = "/webhooks/realtime";

    public string Name => $"{Method} {Pattern}";

    public bool HasIds => Pattern.Contains('{');

    /// <summary>Whether it may be sent a body.</summary>
    public bool TakesBody => Method is "POST" or "PUT" or "PATCH";

    public CallerKind Caller => Pattern switch
    {
        _ when Open.Contains(Pattern) || Method == "OPTIONS" => CallerKind.Anyone,
        _ when Pattern.StartsWith("/widget/sessions/", StringComparison.Ordinal) => CallerKind.SellPage,
        _ when Pattern.StartsWith("/webhooks/", StringComparison.Ordinal) => CallerKind.Provider,
        _ when Pattern.StartsWith("/ops/", StringComparison.Ordinal) => CallerKind.Operator,
        _ => CallerKind.Partner,
    };

    public override string ToString() => Name;
}

/// <summary>Every route of the app, read from its functions: a new one is in every table at once.</summary>
internal static class RouteTable
{
    public static IReadOnlyList<KnownRoute> All { get; } = Read();

    public static KnownRoute Get(string name) => All.Single(route => route.Name == name);

    private static List<KnownRoute> Read() =>
    [
        .. from function in HttpFunctions.OfApp().All
           from method in function.Methods
           where method != "HEAD"
           let pattern = "/" + function.Route
           orderby pattern, method
           select new KnownRoute(method, pattern),
    ];
}
