using System.Reflection;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace OffRamp.Functions.Hosting.Http;

/// <summary>A function with an HTTP trigger, and what its attributes say of it.</summary>
internal sealed class HttpFunction
{
    private static readonly RouteValueDictionary NoDefaults = [];

    private readonly TemplateMatcher matcher;
    private readonly Attribute[] attributes;

    /// <exception cref="InvalidOperationException">It does not say who calls it.</exception>
    public HttpFunction(MethodInfo method, FunctionAttribute function, HttpTriggerAttribute trigger)
    {
        Method = method;
        attributes = [.. method.GetCustomAttributes()];
        Name = function.Name;
        Route = trigger.Route ?? function.Name;
        Methods = [.. (trigger.Methods ?? []).Select(verb => verb.ToUpperInvariant())];
        Caller = Find<CallerAttribute>()?.Caller
            ?? throw new InvalidOperationException($"The function {Name} does not say who calls it: [ForPartners] or the like.");
        Template = TemplateParser.Parse(Route);
        matcher = new(Template, NoDefaults);
    }

    public string Name { get; }

    /// <summary>As in <see cref="Routes"/>, without a slash at its beginning.</summary>
    public string Route { get; }

    public RouteTemplate Template { get; }

    /// <summary>In capitals; none for any.</summary>
    public IReadOnlyList<string> Methods { get; }

    public Caller Caller { get; }

    public MethodInfo Method { get; }

    public T? Find<T>() where T : Attribute => attributes.OfType<T>().FirstOrDefault();

    public IEnumerable<T> FindAll<T>() where T : Attribute => attributes.OfType<T>();

    public bool Matches(PathString path) => matcher.TryMatch(path, []);
}
