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

    /// <summary>Our credentials are refused.</summary>
    [JsonStringEnumMemberName("401")]
    Unauthorized,

    /// <summary>Something before the provider answers, with a page.</summary>
    Html,

    /// <summary>The payout or refund itself is refused, definitely.</summary>
    [JsonStringEnumMemberName("422_refused")]
    Refused422,

    /// <summary>It exists already, says the answer; and it does.</summary>
    [JsonStringEnumMemberName("400_duplicate")]
    Duplicate400,

    /// <summary>Our balance is too low.</summary>
    [JsonStringEnumMemberName("422_balance")]
    Balance422,

    /// <summary>What was accepted is not found for a while.</summary>
    [JsonStringEnumMemberName("lagging_404")]
    Lagging404,

    /// <summary>One transfer a page.</summary>
    Paged,

    /// <summary>The list has one more entry, which cannot be read.</summary>
    UnreadableEntry,

    /// <summary>The payout settles and comes back, less a bank's fee.</summary>
    ShortReturn,
}

/// <summary>The faults ordered for the next calls, oldest first. They do not outlive the sandbox.</summary>
internal sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _ordered = [];

    public void Add(Fault fault)
    {
        lock (_gate)
        {
            _ordered.Add(fault);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _ordered.Clear();
        }
    }

    public IReadOnlyList<Fault> All()
    {
        lock (_gate)
        {
            return [.. _ordered];
        }
    }

    /// <summary>Uses one fault up, of those that are for this call and can happen to it.</summary>
    public FaultMode? Take(Provider provider, string method, string path, Func<FaultMode, bool> canHappen)
    {
        lock (_gate)
        {
            var place = _ordered.FindIndex(fault => fault.Provider == provider && fault.IsFor(method, path) && canHappen(fault.Mode));
            if (place < 0)
            {
                return null;
            }

            var fault = _ordered[place];
            if (fault.Times > 1)
            {
                _ordered[place] = fault with { Times = fault.Times - 1 };
            }
            else
            {
                _ordered.RemoveAt(place);
            }

            return fault.Mode;
        }
    }
}

/// <summary>What goes wrong with the next calls of a provider; with <c>Call</c>, such as <c>POST /payouts</c> or <c>GET /payouts/{payout_id}</c>, only with those.</summary>
internal sealed record Fault(Provider Provider, FaultMode Mode, int Times)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Call { get; init; }

    public bool IsFor(string method, string path)
    {
        if (Call?.Split(' ') is not [var wanted, var template])
        {
            return Call is null;
        }

        var (asked, known) = (path.Trim('/').Split('/'), template.Split('?')[0].Trim('/').Split('/'));
        return wanted.Equals(method, StringComparison.OrdinalIgnoreCase) && asked.Length == known.Length
            && known.Zip(asked).All(part => part.First == part.Second || part.First.StartsWith('{'));
    }
}
