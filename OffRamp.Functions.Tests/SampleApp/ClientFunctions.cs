using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace SampleApp;

/// <summary>What an app asks of its Durable client, over gRPC; each answers with a text, so that answers can be compared.</summary>
public static class ClientFunctions
{
    [Function("Tell")]
    public static async Task<IActionResult> Tell(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "tell/{command}/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client, string command, string id)
    {
        var work = command switch
        {
            "suspend" => client.SuspendInstanceAsync(id, "as asked"),
            "resume" => client.ResumeInstanceAsync(id, "as asked"),
            "terminate" => client.TerminateInstanceAsync(id, "enough"),
            _ => throw new ArgumentException(command),
        };
        await work;
        return new AcceptedResult();
    }

    [Function("Ask")]
    public static async Task<IActionResult> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ask/{question}/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client, string question, string id) =>
        new OkObjectResult(question switch
        {
            "state" => await client.GetInstanceAsync(id, getInputsAndOutputs: true) is { } found ? StateOf(found) : "nobody",
            "list" => string.Join('\n', await ListAsync(client, id)),
            "purge" => (await client.PurgeInstanceAsync(id)).PurgedInstanceCount.ToString(CultureInfo.InvariantCulture),
            _ => throw new ArgumentException(question),
        });

    // In pages of two, so that there is more than one.
    private static async Task<List<string>> ListAsync(DurableTaskClient client, string prefix)
    {
        var all = new List<string>();
        await foreach (var page in client.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = prefix, PageSize = 2, FetchInputsAndOutputs = true }).AsPages())
        {
            all.AddRange(page.Values.Select(StateOf));
        }
        return all;
    }

    private static string StateOf(OrchestrationMetadata instance) =>
        $"{instance.InstanceId} {instance.Name} {instance.RuntimeStatus} {instance.SerializedInput} {instance.SerializedOutput} {instance.SerializedCustomStatus}";
}
