using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Hosting;

/// <summary>Something the app cannot work without. Throws, or takes longer than the token allows, when it does not answer.</summary>
internal interface IReadinessCheck
{
    /// <summary>What it is, in one word for the answer to operators: <c>storage</c>.</summary>
    string Name { get; }

    Task CheckAsync(CancellationToken cancellationToken);
}

/// <summary>GET /health/live and GET /health/ready.</summary>
internal sealed partial class Health(IEnumerable<IReadinessCheck> checks, ILoggerFactory logs)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Function("GetLiveness")]
    [ForAnyone]
    [Operation("getLiveness", "Ask whether the process answers")]
    [Answers(200, typeof(HealthView))]
    public static IResult GetLiveness(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Live)] HttpRequest request) => Results.Json(new HealthView("live"));

    [Function("GetReadiness")]
    [ForAnyone]
    [Operation("getReadiness", "Ask whether what the app needs answers")]
    [Answers(200, typeof(HealthView))]
    [Refuses("not_ready")]
    public async Task<IResult> GetReadiness(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Ready)] HttpRequest request)
    {
        var cancellationToken = request.HttpContext.RequestAborted;
        var log = logs.CreateLogger(typeof(Health).FullName!);
        var silent = new List<string>();
        foreach (var check in checks)
        {
            if (!await AnswersAsync(check, log, cancellationToken))
            {
                silent.Add(check.Name);
            }
        }

        return silent.Count == 0
            ? Results.Json(new HealthView("ready"))
            : Problems.Unavailable("not_ready", $"Does not answer: {string.Join(", ", silent)}.", TimeSpan.FromSeconds(5));
    }

    private static async Task<bool> AnswersAsync(IReadinessCheck check, ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            return await Deadlines.Within(
                Patience,
                async token =>
                {
                    await check.CheckAsync(token);
                    return true;
                },
                cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NotReady(log, e, check.Name);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Name} does not answer")]
    private static partial void NotReady(ILogger log, Exception exception, string name);
}

/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
internal sealed record HealthView(string Status);
