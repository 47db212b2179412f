using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Hosting;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Idempotency;

/// <summary>Functions that are run once for each key, on tables and a clock of a test's own.</summary>
public abstract class IdempotentThings
{
    protected const string Partition = "p|someone";

    internal FakeTimeProvider Clock { get; } = ManualTime.New();
    internal List<Claim> Runs { get; } = [];
    internal Func<HttpContext, Task<IResult>> Endpoint { get; set; } = context =>
        Task.FromResult(Results.Json(new { id = context.Claim().Id.ToString() }, statusCode: 201));
    internal AzuriteTables Tables { get; private set; } = null!;
    internal RunningApp App { get; private set; } = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        Tables = await AzuriteTables.StartAsync(StorageNames.Index);
        App = await TestHost.StartAsync<Things>(services =>
        {
            services.AddSingleton<IdempotentThings>(this).AddSingleton<ICallerAuthentication, AnyCaller>();
            services.AddSingleton(Tables.Store).AddSingleton<TimeProvider>(Clock);
            services.AddIdempotency();
        });
    }

    [TestCleanup]
    public async Task StopAsync() => await App.DisposeAsync();

    private async Task<IResult> RunAsync(HttpContext context)
    {
        await RequestBody.ReadAsync(context);
        lock (Runs)
        {
            Runs.Add(context.Claim());
        }

        return await Endpoint(context);
    }

    internal Task<HttpResponseMessage> PostAsync(string path, string? key, string body, string caller = "someone")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Caller", caller);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return App.Client.SendAsync(request);
    }

    // A process that claims, and is gone before it answers.
    internal async Task<Id26> DieAsync(string key)
    {
        var attempt = new Attempt(
            Partition, ClaimStore.RowKey("POST", "/things", key),
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("{}"u8)), Id26.New(Clock.GetUtcNow()));
        return (await App.Services.GetRequiredService<ClaimStore>().ClaimAsync(attempt, [], default)).Id;
    }

    internal async Task<List<Row>> RowsAsync()
    {
        var rows = new List<Row>();
        await foreach (var row in Tables.Store.Table(StorageNames.Index).QueryAllAsync(TableFilter.PartitionEquals(Partition)))
        {
            rows.Add(row);
        }

        return rows;
    }

    internal sealed class Things(IdempotentThings test)
    {
        [Function("MakeThing"), ForPartners, Idempotent]
        public Task<IResult> MakeAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "things")] HttpRequest request) =>
            test.RunAsync(request.HttpContext);

        [Function("MakeOtherThing"), ForPartners, Idempotent]
        public Task<IResult> MakeOtherAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "things/2")] HttpRequest request) =>
            test.RunAsync(request.HttpContext);

        [Function("MakeThingByKey"), ForPartners, Idempotent(KeyIsRequired = true)]
        public Task<IResult> MakeByKeyAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "required")] HttpRequest request) =>
            test.RunAsync(request.HttpContext);

        [Function("MakeListedThing"), ForPartners, Idempotent(Alongside = typeof(InList))]
        public Task<IResult> MakeListedAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "listed")] HttpRequest request) =>
            test.RunAsync(request.HttpContext);
    }

    private sealed class InList : IRowsAlongside
    {
        public IReadOnlyList<Row> Of(HttpContext context, Id26 id) => [new Row(Partition, "list|" + id)];
    }

    private sealed class AnyCaller : ICallerAuthentication
    {
        public Caller Caller => Caller.Partner;

        public Task<ProblemResult?> AuthenticateAsync(HttpCall call)
        {
            var caller = call.Context.Request.Headers["X-Caller"].ToString();
            call.Context.SetCredentialScope(caller == "someone" ? Partition : "p|" + caller);
            return Task.FromResult<ProblemResult?>(null);
        }
    }
}
