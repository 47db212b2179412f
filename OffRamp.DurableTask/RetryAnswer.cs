using OffRamp.DurableTask.Replay;
using OffRamp.DurableTask.Wire;

namespace OffRamp.DurableTask;

/// <summary>The answer that makes the extension drop a turn and send it again later, history unchanged.</summary>
internal static class RetryAnswer
{
    private const string Why = "The worker could not run this turn and asks for it again.";

    /// <summary>
    /// Extensions from 3.x on (known by the request's properties) understand a plain request for history. Older ones would
    /// take that as "nothing to do", but treat a failure caused by memory shortage as trouble of the platform.
    /// </summary>
    public static OrchestratorResponse To(OrchestratorRequest? request)
    {
        var response = new OrchestratorResponse { InstanceId = request?.InstanceId ?? "" };
        if (request?.Properties.Count > 0)
        {
            response.RequiresHistory = true;
            return response;
        }

        response.Actions.Add(new OrchestratorAction
        {
            CompleteOrchestration = new()
            {
                OrchestrationStatus = OrchestrationStatus.Failed,
                Result = Why,
                FailureDetails = new()
                {
                    ErrorType = "OffRamp.DurableTask.RetryAsked",
                    ErrorMessage = Why,
                    InnerFailure = new() { ErrorType = Failures.RetryMarker, ErrorMessage = Why },
                },
            },
        });
        return response;
    }
}
