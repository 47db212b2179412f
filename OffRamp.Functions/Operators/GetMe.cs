using Microsoft.Azure.Functions.Worker;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Http;

namespace OffRamp.Functions.Operators;

/// <summary>GET /ops/api/me: who the caller is, and what he may do; the console asks it first.</summary>
internal sealed class GetMe(Settings settings)
{
    [Function("GetMe")]
    [ForOperators]
    [Operation("getMe", "Read who you are, and what you may do")]
    [Answers(200, typeof(MeView))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Me)] HttpRequest request)
    {
        var who = request.HttpContext.Operator();
        return Results.Ok(new MeView(who.Name, who.Role, settings.Operators.NeedsApprovals));
    }
}

/// <param name="Name">Of the key, or of the person who is signed in: as the audit has it.</param>
/// <param name="Role">What he may do.</param>
/// <param name="ApprovalsNeeded">What moves money or waives a check waits for a second operator.</param>
internal sealed record MeView(string Name, OperatorRole Role, bool ApprovalsNeeded);
