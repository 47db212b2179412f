namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>
/// Every call of a provider since the sandbox started, the latest 100,000 of them; controls and pages
/// are not calls.
/// </summary>
internal sealed class CallLog
{
    private const int Most = 100_000;

    private readonly Lock _gate = new();
    private readonly Queue<Call> _calls = new();

    public void Add(Call call)
    {
        lock (_gate)
        {
            _calls.Enqueue(call);
            if (_calls.Count > Most)
            {
                _calls.Dequeue();
            }
        }
    }

    public IReadOnlyList<Call> All()
    {
        lock (_gate)
        {
            return [.. _calls];
        }
    }
}

/// <summary>One call; <c>Status</c> stays null while, or because, it is not answered.</summary>
internal sealed record Call(DateTimeOffset At, Provider Provider, string Method, string Path, string? Query, string? IdempotencyKey)
{
    public int? Status { get; set; }

    public FaultMode? Fault { get; set; }
}
