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
            var isInTrouble = await IsInTroubleAsync(provider, cancellation);
            if (isInTrouble)
            {
                await PauseAsync(provider, state, cancellation);
            }

            return isInTrouble;
        }

        if (provider.UnderstoodAt > since)
        {
            await EndAsync(provider, state, cancellation);
            return false;
        }

        return await IsStillPausedAsync(provider, state, since, cancellation);
    }

    /// <summary>Once a minute one of the instances asks it, and sees to it that the alarm was raised.</summary>
    private async Task<bool> IsStillPausedAsync(ProviderHealth provider, ProviderState state, DateTimeOffset since, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var hasNothingToDo = provider.Ask is null && state.AlarmedAt is not null;
        if (hasNothingToDo || now < (state.AskedAt ?? since) + ProviderHealth.Pause
            || !await states.TryWriteAsync(state with { AskedAt = now }, cancellation))
        {
            return true;
        }

        if (state.AlarmedAt is null)
        {
            await AlarmAsync(state, cancellation);
        }

        if (provider.Ask is not { } ask)
        {
            return true;
        }

        await ask(cancellation);
        if (provider.UnderstoodAt is null)
        {
            return true;
        }

        await EndAsync(provider, await RereadAsync(state, cancellation), cancellation);
        return false;
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

    /// <summary>By this instance or by one that was faster: that one raises the alarm.</summary>
    private async Task PauseAsync(ProviderHealth provider, ProviderState state, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var paused = state with { PausedSince = now, AskedAt = now, RefusesUs = provider.Trouble == ProviderTrouble.RefusesUs, AlarmedAt = null };
        if (await states.TryWriteAsync(paused, cancellation))
        {
            await AlarmAsync(paused, cancellation);
        }
    }

    /// <summary>Noted only once it is raised: who dies between the two leaves it to the next minute, which raises it once more.</summary>
    private async Task AlarmAsync(ProviderState state, CancellationToken cancellation)
    {
        if (state.RefusesUs)
        {
            RefusesUs(state.Name);
        }
        else
        {
            IsSilent(state.Name);
        }

        try
        {
            var now = await RereadAsync(state, cancellation);
            if (now.PausedSince == state.PausedSince)
            {
                await states.TryWriteAsync(now with { AlarmedAt = clock.GetUtcNow() }, cancellation);
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            NotOnRecord(state.Name, e);
        }
    }

    private async Task EndAsync(ProviderHealth provider, ProviderState state, CancellationToken cancellation)
    {
        var well = state with { PausedSince = null, AskedAt = null, AlarmedAt = null, WellAt = provider.UnderstoodAt };
        if (await states.TryWriteAsync(well, cancellation))
        {
            IsWell(provider.Name);
        }
    }

    private async Task<ProviderState> RereadAsync(ProviderState state, CancellationToken cancellation) =>
        (await states.ReadAsync(cancellation)).GetValueOrDefault(state.Name) ?? state;

    [LoggerMessage(EventId = 941, Level = LogLevel.Error, Message = "ALARM: a provider refuses our credentials. Provider: {Provider}.")]
    private partial void RefusesUs(string provider);

    [LoggerMessage(EventId = 943, Level = LogLevel.Error, Message = "ALARM: a provider has been silent for 15 min; nothing new begins that needs it. Provider: {Provider}.")]
    private partial void IsSilent(string provider);

    [LoggerMessage(LogLevel.Information, "A provider is well again. Provider: {Provider}.")]
    private partial void IsWell(string provider);

    [LoggerMessage(LogLevel.Warning, "That a provider is in trouble could not be put on record. Provider: {Provider}.")]
    private partial void NotOnRecord(string provider, Exception e);
}
