using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using OffRamp.LocalHost.FunctionsHost.Rpc;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>
/// Where a WebJobs method ends: its arguments become a call of the worker, the worker's result its return value. A call that
/// runs longer than the function timeout fails, and its worker is ended, because nothing else ends the call.
/// </summary>
public sealed class FunctionInvoker
{
    private static readonly JsonSerializerSettings AsWritten = new() { DateParseHandling = DateParseHandling.None };

    private readonly IReadOnlyDictionary<string, FunctionDefinition> functions;
    private readonly IWorkers workers;
    private readonly HttpForwarding forwarding;
    private readonly TimeSpan? timeout;

    internal FunctionInvoker(IEnumerable<FunctionDefinition> functions, IWorkers workers, HttpForwarding forwarding, TimeSpan? timeout) =>
        (this.functions, this.workers, this.forwarding, this.timeout) =
        (functions.ToDictionary(function => function.Name), workers, forwarding, timeout);

    internal CallNote? Note { get; init; }

    internal Action<string, IReadOnlyList<object?>>? BeforeCall { get; init; }

    internal Action<string>? AfterCall { get; init; }

    /// <summary>What generated methods call.</summary>
    public async Task<object?> InvokeAsync(string name, object?[] arguments)
    {
        BeforeCall?.Invoke(name, arguments);
        var function = functions[name];
        var context = arguments.OfType<HttpContext>().FirstOrDefault();
        var channel = await workers.WhenReadyAsync(context?.RequestAborted ?? CancellationToken.None);
        var call = CallOf(function, channel, arguments);
        Note?.AddTo(call);
        if (context is null)
        {
            var response = await LimitAsync(name, channel, channel.InvokeAsync(call, CancellationToken.None));
            AfterCall?.Invoke(name);
            return ValueOf(response.ReturnValue);
        }
        await LimitAsync(name, channel, forwarding.RunAsync(context, channel, call));
        return null;
    }

    private async Task<T> LimitAsync<T>(string name, WorkerChannel channel, Task<T> call)
    {
        if (timeout is not { } limit)
        {
            return await call;
        }
        try
        {
            return await call.WaitAsync(limit);
        }
        catch (TimeoutException) when (!call.IsCompleted)
        {
            workers.Restart(channel, $"{name} ran into the function timeout of {limit}");
            throw new FunctionTimedOutException(name, limit);
        }
    }

    private static InvocationRequest CallOf(FunctionDefinition function, WorkerChannel channel, object?[] arguments)
    {
        // A restarted worker gives its functions other ids.
        var id = channel.Functions.First(known => known.Name == function.Name).FunctionId;
        var call = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = id,
            TraceContext = HostTelemetry.Trace is { } trace ? new() { TraceParent = trace.Id, TraceState = trace.TraceStateString ?? "" } : new(),
        };
        for (var i = 0; i < arguments.Length; i++)
        {
            Add(call, function.Parameters[i], arguments[i]);
        }
        return call;
    }

    private static void Add(InvocationRequest call, FunctionParameter parameter, object? argument)
    {
        switch (argument)
        {
            case HttpContext context:
                foreach (var (key, value) in context.Request.RouteValues)
                {
                    call.TriggerMetadata[key] = new() { String = value?.ToString() ?? "" };
                }
                call.InputData.Add(new ParameterBinding { Name = parameter.Name, Data = new() { Http = new() } });
                break;
            case TimerCall timer:
                call.InputData.Add(new ParameterBinding { Name = parameter.Name, Data = new() { Json = timer.ToJson() } });
                break;
            case string text when parameter.Kind == BindingKind.InstanceId:
                call.TriggerMetadata[parameter.Name] = new() { String = text };
                break;
            case null when parameter.Kind == BindingKind.InstanceId:
                break;
            default:
                call.InputData.Add(new ParameterBinding { Name = parameter.Name, Data = argument is string given ? new() { String = given } : new() });
                break;
        }
    }

    private static object? ValueOf(TypedData? value) => value?.DataCase switch
    {
        null or TypedData.DataOneofCase.None => null,
        TypedData.DataOneofCase.String => (object)value.String, // or the common type would be JToken
        TypedData.DataOneofCase.Json => JsonConvert.DeserializeObject<JToken>(value.Json, AsWritten),
        TypedData.DataOneofCase.Bytes => value.Bytes.ToByteArray(),
        TypedData.DataOneofCase.Int => value.Int,
        TypedData.DataOneofCase.Double => value.Double,
        _ => throw new NotSupportedException($"A function returned {value.DataCase}."),
    };
}
