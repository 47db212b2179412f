using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace OffRamp.Functions.Hosting.Http;

/// <summary>The functions with an HTTP trigger, read from their attributes as the Functions host will know them.</summary>
internal sealed class HttpFunctions
{
    private static readonly string[] Verbs = ["OPTIONS", "POST", "GET", "PUT", "PATCH"];

    // Read once: attributes do not change, and reading all of them takes as long as several requests.
    private static readonly Lazy<HttpFunctions> App = new(ReadApp);

    private readonly FrozenDictionary<string, HttpFunction> byName;

    /// <param name="types">Where to look, in the order in which to list them.</param>
    /// <exception cref="InvalidOperationException">One of them does not say who calls it.</exception>
    public HttpFunctions(IEnumerable<Type> types)
    {
        All =
        [
            .. from type in types
               from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
               let function = method.GetCustomAttribute<FunctionAttribute>()
               where function is not null
               let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
               where trigger is not null
               select new HttpFunction(method, function, trigger),
        ];
        byName = All.ToFrozenDictionary(function => function.Name);
    }

    /// <summary>The functions of the app, in the order of <see cref="Routes"/>.</summary>
    public static HttpFunctions OfApp() => App.Value;

    private HttpFunctions(IEnumerable<HttpFunction> functions)
    {
        All = [.. functions];
        byName = All.ToFrozenDictionary(function => function.Name);
    }

    public IReadOnlyList<HttpFunction> All { get; }

    public HttpFunction this[string name] => byName[name];

    private static HttpFunctions ReadApp()
    {
        var places = typeof(Routes).GetFields().Select((field, place) => (Route: (string)field.GetRawConstantValue()!, place))
            .ToDictionary(field => field.Route, field => field.place);
        var found = new HttpFunctions(typeof(HttpFunctions).Assembly.GetTypes());
        return new(found.All.OrderBy(function => places[function.Route])
            .ThenBy(function => function.Methods.Count == 0 ? 0 : Array.IndexOf(Verbs, function.Methods[0])));
    }
}
