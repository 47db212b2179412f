using System.Buffers;
using Google.Protobuf;
using OffRamp.DurableTask.Replay;
using OffRamp.DurableTask.Wire;

namespace OffRamp.DurableTask;

/// <summary>Runs orchestrators for whoever received the call. Holds no state between turns; safe for concurrent use.</summary>
/// <param name="registry">The orchestrators.</param>
/// <param name="log">Where orchestrators' lines go, and the worker's about them; null: nowhere.</param>
public sealed class OrchestrationRunner(DurableTaskRegistry registry, Action<OrchestrationLogLine>? log = null)
{
    // In the 3.x extension's properties: false means that the history was left out in the hope of a cached state.
    private const string IncludeState = "IncludeState";

    /// <summary>
    /// Runs one turn, synchronously and without I/O. Never throws: failures of orchestrator code are in the answer, trouble
    /// of the worker's own asks for the same turn again.
    /// </summary>
    /// <param name="base64Request">The trigger's value: base64 of the request message.</param>
    public OrchestrationTurn Run(string base64Request)
    {
        OrchestratorRequest? request = null;
        try
        {
            request = Decode(base64Request);
            var response = Run(request, out var ending);
            return new(Encode(response), request.InstanceId, OutcomeOf(response, ending), ending?.Error);
        }
        catch (Exception e)
        {
            return AskAgain(request, e);
        }
    }

    /// <summary>For a caller in trouble (its deadline has passed, it shuts down): asks for the same turn again.</summary>
    /// <param name="base64Request">The request it cannot answer; may be broken.</param>
    /// <param name="error">Why, for the log.</param>
    public static OrchestrationTurn AskAgain(string base64Request, Exception? error = null)
    {
        OrchestratorRequest? request = null;
        try
        {
            request = Decode(base64Request);
        }
        catch (Exception e) when (e is FormatException or InvalidProtocolBufferException)
        {
            error ??= e;
        }

        return AskAgain(request, error);
    }

    internal OrchestratorResponse Run(OrchestratorRequest request) => Run(request, out _);

    private OrchestratorResponse Run(OrchestratorRequest request, out Ending? ending)
    {
        ending = null;
        var historyIsMissing = request.Properties.TryGetValue(IncludeState, out var included)
            && included.KindCase == Google.Protobuf.WellKnownTypes.Value.KindOneofCase.BoolValue
            && !included.BoolValue;
        return historyIsMissing
            ? RetryAnswer.To(request)
            : new Turn(request, registry.CreateOrchestrator, log).Play(request, out ending);
    }

    private static OrchestrationTurn AskAgain(OrchestratorRequest? request, Exception? error) =>
        new(Encode(RetryAnswer.To(request)), request?.InstanceId ?? "", TurnOutcome.RetryAsked, error);

    private static TurnOutcome OutcomeOf(OrchestratorResponse response, Ending? ending) => ending switch
    {
        null => response.RequiresHistory ? TurnOutcome.RetryAsked : TurnOutcome.Waiting,
        { Error: NonDeterministicOrchestrationException } => TurnOutcome.NonDeterministic,
        { Error: not null } => TurnOutcome.Failed,
        _ => ending.Action.OrchestrationStatus switch
        {
            OrchestrationStatus.ContinuedAsNew => TurnOutcome.ContinuedAsNew,
            OrchestrationStatus.Terminated => TurnOutcome.Terminated,
            _ => TurnOutcome.Completed,
        },
    };

    private static OrchestratorRequest Decode(string base64)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(base64.Length * 3 / 4 + 3);
        try
        {
            return Convert.TryFromBase64String(base64, buffer, out var length)
                ? OrchestratorRequest.Parser.ParseFrom(buffer, 0, length)
                : throw new FormatException("The orchestrator request is not base64.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Encode(OrchestratorResponse response)
    {
        var length = response.CalculateSize();
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            response.WriteTo(buffer.AsSpan(0, length));
            return Convert.ToBase64String(buffer, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
