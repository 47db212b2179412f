using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Hosting.Limits;

/// <summary>
/// Keeps one caller from harming the others: 429 with <c>Retry-After</c>. Whoever is known is counted by its credential,
/// after that was checked; whose credentials are refused, by the address. Nothing of it costs a request to the storage.
/// </summary>
internal sealed class CallLimits(Settings settings, TimeProvider clock)
{
    private readonly TokenBuckets partners = new(settings.CallRates.Partner, clock);
    private readonly TokenBuckets sessions = new(settings.CallRates.Session, clock);
    private readonly TokenBuckets operators = new(settings.CallRates.Operator, clock);
    private readonly TokenBuckets strangers = new(settings.CallRates.Stranger, clock);

    /// <summary>A call of this partner; the refusal where it calls too often.</summary>
    public ProblemResult? CountPartner(string partner) => Refuse(partners.Take(partner));

    /// <summary>A call of this session's page.</summary>
    public ProblemResult? CountSession(string session) => Refuse(sessions.Take(session));

    /// <summary>A call of this operator.</summary>
    public ProblemResult? CountOperator(string name) => Refuse(operators.Take(name));

    /// <summary>The refusal where this address has shown too many bad credentials to be worth another look into the storage.</summary>
    public ProblemResult? RefuseStranger(HttpContext context) => Refuse(strangers.Missing(ClientAddress.Of(context, settings.ClientAddressHeader)));

    /// <summary>Credentials of this address were refused; the refusal where that happens too often.</summary>
    public ProblemResult? CountStranger(HttpContext context) => Refuse(strangers.Take(ClientAddress.Of(context, settings.ClientAddressHeader)));

    private static ProblemResult? Refuse(TimeSpan? wait) => wait is { } time ? Problems.RateLimited(time) : null;
}
