using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using OffRamp.Functions.Hosting.Http;
using OffRamp.Functions.Idempotency;

namespace OffRamp.Functions;

/// <summary>What happens to every HTTP request before its function, outermost first. The functions' attributes say which of it concerns them.</summary>
internal static class Contract
{
    public static IFunctionsWorkerApplicationBuilder UseContract(this IFunctionsWorkerApplicationBuilder worker) => worker
        .UseWhen<RequestScope>(HttpCall.IsOne)
        .UseWhen<ProblemAnswers>(HttpCall.IsOne)
        .UseWhen<RequestDeadline>(HttpCall.IsOne)
        .UseWhen<RateLimit>(HttpCall.IsOne)
        .UseWhen<Authentication>(HttpCall.IsOne)
        .UseWhen<IdempotencyKeys>(HttpCall.IsOne);
}
