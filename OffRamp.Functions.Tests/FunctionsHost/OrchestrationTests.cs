using System.Net;
using System.Text.Json;

namespace OffRamp.Functions.Tests.FunctionsHost;

/// <summary>Orchestrations of the sample app, run by the Durable extension in the local host.</summary>
[TestClass]
public sealed class OrchestrationTests
{
    private static SampleHost host = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _) => host = await SampleHost.SharedAsync();

    [TestMethod]
    [DataRow("Chain", "a", "Completed: \"a!!\"")]
    [DataRow("FanOut", "a,b,c", "Completed: \"a!,b!,c!\"")]
    [DataRow("Parent", "a", "Completed: \"parent of a!!\"")]
    [DataRow("Count", "3", "Completed: \"counted\"")]
    [DataRow("Retry", "retry-1", "Completed: \"at last\"")]
    [DataRow("Catch", "Boom", "Completed: \"caught System.InvalidOperationException\"")]
    [DataRow("Fail", "as asked", "Failed: System.InvalidOperationException: as asked")]
    [DataRow("Wait", "0.2", "Completed: \"timed out\"")]
    public async Task It_ends_as_it_should(string orchestration, string input, string expected) =>
        Assert.AreEqual(expected, await host.ResultAsync(await host.RunAsync(orchestration, input)));

    [TestMethod]
    public async Task It_hears_an_event_by_the_client_of_a_function()
    {
        var id = await host.RunAsync("Wait", "3600");
        await host.UntilAsync(id, "Running");

        using var raised = await host.PostAsync($"/raise/{id}/Happened", "heard");
        Assert.AreEqual(HttpStatusCode.Accepted, raised.StatusCode, host.Errors.ToString());
        Assert.AreEqual("Completed: \"heard\"", await host.ResultAsync(id));
    }

    [TestMethod]
    public async Task The_management_API_is_the_extension_s_own()
    {
        var id = await host.RunAsync("Wait", "3600");
        await host.UntilAsync(id, "Running");

        using var raised = await host.Client.PostAsync(
            SampleHost.Management($"instances/{id}/raiseEvent/Happened"), new StringContent("\"by http\"", System.Text.Encoding.UTF8, "application/json"));
        var output = await host.ResultAsync(id);
        using var status = await host.Client.GetAsync(SampleHost.Management($"instances/{id}"));

        Assert.AreEqual(HttpStatusCode.Accepted, raised.StatusCode);
        Assert.AreEqual("Completed: \"by http\"", output);
        var json = JsonDocument.Parse(await status.Content.ReadAsStringAsync()).RootElement;
        Assert.AreEqual(("Wait", id, "Completed"), (json.GetProperty("name").GetString(), json.GetProperty("instanceId").GetString(), json.GetProperty("runtimeStatus").GetString()));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("?code=another-key")]
    public async Task Without_the_system_key_it_is_refused_in_the_contract_s_shape(string query)
    {
        using var answer = await host.GetAsync("/runtime/webhooks/durabletask/instances/x" + query);

        Assert.AreEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
        await Infrastructure.ProblemBody.ExpectAsync(answer, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [TestMethod]
    public async Task It_can_be_terminated_suspended_resumed_and_purged()
    {
        var id = await host.RunAsync("Wait", "3600");
        await host.UntilAsync(id, "Running");

        using var suspended = await host.Client.PostAsync(SampleHost.Management($"instances/{id}/suspend?reason=x"), null);
        await host.UntilAsync(id, "Suspended");
        using var resumed = await host.Client.PostAsync(SampleHost.Management($"instances/{id}/resume?reason=x"), null);
        await host.UntilAsync(id, "Running");
        using var terminated = await host.Client.PostAsync(SampleHost.Management($"instances/{id}/terminate?reason=enough"), null);
        await host.UntilAsync(id, "Terminated");
        using var purged = await host.Client.DeleteAsync(SampleHost.Management($"instances/{id}"));
        using var gone = await host.Client.GetAsync(SampleHost.Management($"instances/{id}"));

        Assert.AreEqual((HttpStatusCode.OK, HttpStatusCode.NotFound), (purged.StatusCode, gone.StatusCode));
    }
}
