using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Hosting;

/// <summary>
/// The health of all providers, as the instances of the app know it together: the first that finds one in trouble puts that
/// on record and raises the one alarm, each hears of it, one of them asks every minute, and the first that is understood
/// ends it for all.
/// </summary>
internal sealed partial class ProvidersHealth(
    IEnumerable<ProviderHealth> providers, IProviderStates states, TimeProvider clock, ILogger<ProvidersHealth> log)
{
    private readonly IReadOnlyList<ProviderHealth> all = [.. providers];

    /// <summary>The providers without which nothing new begins and that are paused at this moment; one whose time has come is asked first.</summary>
    public async Task<IReadOnlyList<string>> FindPausedAsync(CancellationToken cancellation)
    {
        var known = await states.ReadAsync(cancellation);
        var paused = new List<string>();
        foreach (var provider in all)
        {
            var state = known.GetValueOrDefault(provider.Name) ?? new(provider.Name);
            if (await IsPausedAsync(provider, state, cancellation) && provider.IsNeededBySells)
            {
                paused.Add(provider.Name);
            }
        }

        return paused;
    }

    /// <summary>Each provider, and since when it is paused; null where it is well. None of them is asked for that.</summary>
    public async Task<IReadOnlyList<(string Name, bool IsNeededBySells, DateTimeOffset? PausedSince)>> ListAsync(CancellationToken cancellation)
    {
        var known = await states.ReadAsync(cancellation);
        return [.. all.Select(provider => (provider.Name, provider.IsNeededBySells, known.GetValueOrDefault(provider.Name)?.PausedSince))];
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

    /// <summary>A provider has just refused us: that is ours to mend, and told at once, whatever the storage says.</summary>
    public async Task TellRefusalAsync(ProviderHealth provider, CancellationToken cancellation)
    {
        try
        {
            var state = (await states.ReadAsync(cancellation)).GetValueOrDefault(provider.Name) ?? new(provider.Name);
            if (state.PausedSince is null)
            {
                await PauseAsync(provider, state, cancellation);
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // An alarm too many is better than none, and the call that was refused goes on either way.
            NotOnRecord(provider.Name, e);
            RefusesUs(provider.Name);
        }
    }

    private async Task<bool> IsPausedAsync(ProviderHealth provider, ProviderState state, CancellationToken cancellation)
    {
        if (state.WellAt is { } well)
        {
            provider.WasWellAt(well);
        }

        if (state.PausedSince is not { } since)
        {
            return await IsInTroubleAsync(provider, cancellation) && await PauseAsync(provider, state, cancellation);
        }

        if (provider.UnderstoodAt > since)
        {
            await EndAsync(provider, state, cancellation);
            return false;
        }

        var now = clock.GetUtcNow();
        if (provider.Ask is not { } ask || now < (state.AskedAt ?? since) + ProviderHealth.Pause
            || !await states.TryWriteAsync(state with { AskedAt = now }, cancellation))
        {
            return true;
        }

        await ask(cancellation);
        return provider.UnderstoodAt is null || !await EndAsync(provider, await RereadAsync(state, cancellation), cancellation);
    }

    /// <summary>Before it is called silent it is asked once more: there may have been nothing to ask it for in all that time.</summary>
    private static async Task<bool> IsInTroubleAsync(ProviderHealth provider, CancellationToken cancellation)
    {
        if (provider is { Trouble: ProviderTrouble.IsSilent, Ask: { } ask })
        {
            await ask(cancellation);
        }

        return provider.Trouble != ProviderTrouble.None;
    }

    /// <returns>True: it is paused, by this instance or by one that was faster.</returns>
    private async Task<bool> PauseAsync(ProviderHealth provider, ProviderState state, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (!await states.TryWriteAsync(state with { PausedSince = now, AskedAt = now }, cancellation))
        {
            return true;
        }

        if (provider.Trouble == ProviderTrouble.RefusesUs)
        {
            RefusesUs(provider.Name);
        }
        else
        {
            IsSilent(provider.Name);
        }

        return true;
    }

    private async Task<bool> EndAsync(ProviderHealth provider, ProviderState state, CancellationToken cancellation)
    {
        if (await states.TryWriteAsync(state with { PausedSince = null, AskedAt = null, WellAt = provider.UnderstoodAt }, cancellation))
        {
            IsWell(provider.Name);
        }

        return true;
    }

    private async Task<ProviderState> RereadAsync(ProviderState state, CancellationToken cancellation) =>
        (await states.ReadAsync(cancellation)).GetValueOrDefault(state.Name) ?? state;

    [LoggerMessage(EventId = 941, Level = LogLevel.Error, Message = "ALARM: a provider refuses our credentials. Provider: {Provider}.")]
    private partial void RefusesUs(string provider);

    [LoggerMessage(EventId = 943, Level = LogLevel.Error, Message = "ALARM: a provider has been silent for 15 min; nothing new begins that needs it. Provider: {Provider}.")]
    private partial void IsSilent(string provider);

    [LoggerMessage(LogLevel.Information, "A provider is well again. Provider: {Provider}.")]
    private partial void IsWell(string provider);

    [LoggerMessage(LogLevel.Warning, "That a provider refuses us could not be put on record. Provider: {Provider}.")]
    private partial void NotOnRecord(string provider, Exception e);
}
