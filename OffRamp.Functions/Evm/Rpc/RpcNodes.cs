using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Evm.Rpc;

/// <summary>
/// The nodes that are asked, of which more than half must say the same: of two both, of three two. What fewer say is not known,
/// however plausible it is: a node may lag, lie, or answer half.
/// </summary>
/// <param name="endpoints">One or more.</param>
/// <param name="health">Hears whether a majority was understood.</param>
internal sealed class RpcNodes(IReadOnlyList<RpcEndpoint> endpoints, ProviderHealth health) : IDisposable
{
    /// <summary>How many must say the same.</summary>
    public int Majority { get; } = (endpoints.Count / 2) + 1;

    /// <summary>What a majority says; null where there is none.</summary>
    /// <param name="method">Which.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="read">Reads one node's answer; null for what is not understood. Two are the same where their records are equal.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<T?> AgreeAsync<T>(string method, IReadOnlyList<object?> parameters, Func<RpcAnswer, T?> read, CancellationToken cancellation)
        where T : class
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var asked = endpoints.Select(endpoint => endpoint.AskAsync(method, parameters, enough.Token)).ToList();
        var said = new List<T>();
        while (asked.Count > 0)
        {
            var done = await Task.WhenAny(asked);
            asked.Remove(done);
            if (read(await done) is not { } answer)
            {
                continue;
            }

            said.Add(answer);
            if (said.Count(other => other.Equals(answer)) >= Majority)
            {
                // The slow ones need not be waited for.
                await enough.CancelAsync();
                await Task.WhenAll(asked).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                Heard(true);
                return answer;
            }
        }

        Heard(false);
        return null;
    }

    /// <summary>The number that a majority has reached: of heads, what is surely there. Null where too few answer.</summary>
    public async Task<long?> ReachedAsync(string method, IReadOnlyList<object?> parameters, Func<RpcAnswer, long?> read, CancellationToken cancellation)
    {
        var said = (await AskAllAsync(method, parameters, cancellation)).Select(read).OfType<long>().OrderDescending().ToList();
        Heard(said.Count >= Majority);
        return said.Count >= Majority ? said[Majority - 1] : null;
    }

    /// <summary>What each says, for what is no fact of the chain: fees, estimates, the taking of a transaction.</summary>
    public async Task<IReadOnlyList<RpcAnswer>> AskAllAsync(string method, IReadOnlyList<object?> parameters, CancellationToken cancellation) =>
        await Task.WhenAll(endpoints.Select(endpoint => endpoint.AskAsync(method, parameters, cancellation)));

    public void Dispose()
    {
        foreach (var endpoint in endpoints)
        {
            endpoint.Dispose();
        }
    }

    private void Heard(bool isUnderstood) => health.Hear(isUnderstood ? new ProviderAnswer(StatusCodes.Status200OK, null) : ProviderAnswer.Silence);
}
