namespace OffRamp.Functions.Tests.Simulation.Faults;

/// <summary>What was ordered to go wrong in one sell's world, and what did: a fault that nobody met has not happened.</summary>
internal sealed class Occurrences(Plan plan)
{
    private readonly List<CallFault> ordered = [.. plan.Faults];
    private readonly HashSet<(Call, FaultMode)> faults = [];
    private readonly HashSet<Oddity> oddities = [];

    /// <summary>Every kind that happened, once, by name.</summary>
    public IEnumerable<string> Names => faults.Select(fault => CallFault.NameOf(fault.Item1, fault.Item2)).Concat(oddities.Select(Oddities.NameOf));

    /// <summary>Uses up one of the faults that were ordered for this call and can happen to it.</summary>
    public FaultMode? Take(Call call, Func<FaultMode, bool> canHappen)
    {
        var place = ordered.Count == 0 ? -1 : ordered.FindIndex(fault => fault.Call == call && canHappen(fault.Mode));
        if (place < 0)
        {
            return null;
        }

        var fault = ordered[place];
        if (fault.Times > 1)
        {
            ordered[place] = fault with { Times = fault.Times - 1 };
        }
        else
        {
            ordered.RemoveAt(place);
        }

        Happened(call, fault.Mode);
        return fault.Mode;
    }

    public void Happened(Call call, FaultMode mode) => faults.Add((call, mode));

    public void Happened(Oddity oddity, bool hasHappened = true)
    {
        if (hasHappened)
        {
            oddities.Add(oddity);
        }
    }
}
