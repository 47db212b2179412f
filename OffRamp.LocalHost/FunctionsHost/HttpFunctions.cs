using Microsoft.AspNetCore.Routing.Template;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>
/// Which HTTP function takes a request: the first whose template fits and which takes the method, in the alphabetical order
/// of the functions' names. A wrong method falls through to the next one.
/// </summary>
internal sealed class HttpFunctions
{
    private readonly IReadOnlyList<Route> routes;

    public HttpFunctions(IEnumerable<FunctionDefinition> functions, string routePrefix) => routes =
    [
        .. functions.Where(function => function.Http is not null)
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .Select(function => new Route(function, routePrefix)),
    ];

    /// <summary>The function, and what its template reads of the path; null where none takes it.</summary>
    public (FunctionDefinition Function, RouteValueDictionary Values)? Find(HttpRequest request)
    {
        foreach (var route in routes)
        {
            if (route.TryMatch(request) is { } values)
            {
                return (route.Function, values);
            }
        }
        return null;
    }

    private sealed class Route
    {
        private readonly TemplateMatcher matcher;
        private readonly HashSet<string> methods;

        public Route(FunctionDefinition function, string prefix)
        {
            Function = function;
            var path = $"{prefix}/{function.Http!.Text("route") ?? function.Name}".Trim('/');
            var template = TemplateParser.Parse(path);
            matcher = new(template, Defaults(template));
            methods = new(function.Http.Texts("methods"), StringComparer.OrdinalIgnoreCase);
        }

        public FunctionDefinition Function { get; }

        public RouteValueDictionary? TryMatch(HttpRequest request)
        {
            var values = new RouteValueDictionary();
            return (methods.Count == 0 || methods.Contains(request.Method)) && matcher.TryMatch(request.Path, values) ? values : null;
        }

        private static RouteValueDictionary Defaults(RouteTemplate template)
        {
            var defaults = new RouteValueDictionary();
            foreach (var parameter in template.Parameters.Where(parameter => parameter is { DefaultValue: not null, Name: not null }))
            {
                defaults[parameter.Name!] = parameter.DefaultValue;
            }
            return defaults;
        }
    }
}
