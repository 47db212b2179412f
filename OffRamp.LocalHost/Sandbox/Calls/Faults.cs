using System.Text.Json.Serialization;

namespace OffRamp.LocalHost.Sandbox.Calls;

/// <summary>What can be wrong with a provider.</summary>
internal enum FaultMode
{
    [JsonStringEnumMemberName("503")]
    Unavailable,
    Timeout,
    Refuse,
    Stale,
}

/// <summary>The faults ordered for the next calls, oldest first. They do not outlive the sandbox.</summary>
internal sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _ordered = [];

    public void Add(Fault fault)
    {
        lock (_gate)
            _ordered.Add(fault);
    }

    public void Clear()
    {
        lock (_gate)
            _ordered.Clear();
    }

    public IReadOnlyList<Fault> All()
    {
        lock (_gate)
            return [.. _ordered];
    }

    /// <summary>Uses one fault up.</summary>
    public FaultMode? Take(Provider provider)
    {
        lock (_gate)
        {
            var place = _ordered.FindIndex(fault => fault.Provider == provider);
            if (place < 0)
                return null;
            var fault = _ordered[place];
            if (fault.Times > 1)
                _ordered[place] = fault with { Times = fault.Times - 1 };
            else
                _ordered.RemoveAt(place);
            return fault.Mode;
        }
    }
}

internal sealed record Fault(Provider Provider, FaultMode Mode, int Times);
