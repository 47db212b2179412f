using System.Collections.Concurrent;
using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Hosting;

/// <summary>The health of all providers that a sell needs. One that was never called is well.</summary>
internal sealed class ProvidersHealth
{
    private readonly ConcurrentDictionary<string, (ProviderHealth Health, Func<CancellationToken, Task> Ask)> known = new();

    /// <param name="health">Of one provider.</param>
    /// <param name="ask">Asks it for something that it does not know: a 404 is an answer.</param>
    public void Add(ProviderHealth health, Func<CancellationToken, Task> ask) => known[health.Name] = (health, ask);

    /// <summary>The providers that are paused at this moment; one whose time has come is asked first.</summary>
    public async Task<IReadOnlyList<string>> FindPausedAsync(CancellationToken cancellation)
    {
        foreach (var (health, ask) in known.Values)
        {
            if (health.IsToBeAsked())
            {
                await ask(cancellation);
            }

            health.AlarmIfSilent();
        }

        return [.. known.Values.Where(one => one.Health.IsPaused).Select(one => one.Health.Name).Order(StringComparer.Ordinal)];
    }

    /// <exception cref="ProblemException">503: a provider that a sell needs is paused.</exception>
    public async Task RequireAsync(CancellationToken cancellation)
    {
        if (await FindPausedAsync(cancellation) is not [])
        {
            throw new ProblemException(
                Problems.Describe("provider_unavailable", "Nothing new can be sold at the moment. Try again later.") with { RetryAfter = ProviderHealth.Pause });
        }
    }
}
