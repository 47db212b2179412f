using System.Text.Json.Nodes;
using OffRamp.LocalHost.FunctionsHost.Rpc;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>What a parameter of a function is bound to.</summary>
internal enum BindingKind { Http, Timer, Orchestration, Activity, InstanceId, DurableClient }

/// <summary>One parameter, and what its binding says.</summary>
internal sealed record FunctionParameter(string Name, BindingKind Kind, JsonObject Binding)
{
    public string? Text(string property) => Find(property)?.GetValue<string>();

    public bool? Flag(string property) => Find(property)?.GetValue<bool>();

    public IReadOnlyList<string> Texts(string property) => [.. Find(property)?.AsArray().Select(text => text!.GetValue<string>()) ?? []];

    private JsonNode? Find(string property) => Binding.FirstOrDefault(pair => pair.Key.Equals(property, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>A function as its worker describes it.</summary>
internal sealed record FunctionDefinition(string Name, string Id, IReadOnlyList<FunctionParameter> Parameters)
{
    private static readonly Dictionary<string, BindingKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["httpTrigger"] = BindingKind.Http,
        ["timerTrigger"] = BindingKind.Timer,
        ["orchestrationTrigger"] = BindingKind.Orchestration,
        ["activityTrigger"] = BindingKind.Activity,
        ["durableClient"] = BindingKind.DurableClient,
    };

    public FunctionParameter? Http => Of(BindingKind.Http);

    public FunctionParameter? Timer => Of(BindingKind.Timer);

    /// <exception cref="HostFailure">It has a binding that this host does not know; one line says what to do.</exception>
    public static FunctionDefinition Read(RpcFunctionMetadata metadata)
    {
        var parameters = new List<FunctionParameter>();
        foreach (var binding in metadata.RawBindings.Select(raw => JsonNode.Parse(raw)!.AsObject()))
        {
            var (type, name) = (Text(binding, "type"), Text(binding, "name"));
            if (Kinds.TryGetValue(type, out var kind))
            {
                parameters.Add(new(name, kind, binding));
                if (kind is BindingKind.Activity)
                {
                    // WebJobs hands it over as a parameter of that name; the worker wants it beside the input.
                    parameters.Add(new("instanceId", BindingKind.InstanceId, binding));
                }
            }
            else if (type.Equals("entityTrigger", StringComparison.OrdinalIgnoreCase))
            {
                throw new HostFailure(
                    $"The function {metadata.Name} is an entity, and the local host has none: keep its state in an orchestration or a table, "
                    + $"or leave it out with AzureWebJobs.{metadata.Name}.Disabled=true.");
            }
            else if (!Text(binding, "direction").Equals("Out", StringComparison.OrdinalIgnoreCase))
            {
                throw new HostFailure($"The function {metadata.Name} is bound to {type}, which the local host does not have.");
            }
        }
        return new(metadata.Name, metadata.FunctionId, parameters);
    }

    private static string Text(JsonObject binding, string property) => binding[property]?.GetValue<string>() ?? "";

    private FunctionParameter? Of(BindingKind kind) => Parameters.FirstOrDefault(parameter => parameter.Kind == kind);
}
