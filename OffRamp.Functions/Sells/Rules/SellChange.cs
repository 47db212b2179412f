namespace OffRamp.Functions.Sells.Rules;

/// <summary>One event of a sell, with the sell as it was right after it.</summary>
internal sealed record SellEvent(long Sequence, string Type, DateTimeOffset At, SellStatus? PreviousStatus, Sell Sell);

/// <summary>What the rules decided: the next sell, what to tell, what to book, and what to do now.</summary>
internal sealed record Decision(Sell Sell, IReadOnlyList<SellEvent> Events, IReadOnlyList<Posting> Postings, Step Step, bool HasChanged)
{
    /// <summary>What of the inbox was refused: the row's key, and a code of the contract.</summary>
    public IReadOnlyDictionary<string, string> Refusals { get; init; } = new Dictionary<string, string>();

    /// <summary>Why operators are to be alerted now; null when they are not.</summary>
    public string? Alarm { get; init; }
}

/// <summary>
/// A sell while the rules work on it. Every event takes the next sequence; a move of phase happens only with an
/// event, only along <see cref="SellPhases"/>, and leaves a line in the history.
/// </summary>
internal sealed class SellChange(Sell sell, DateTimeOffset now)
{
    private readonly Sell before = sell;
    private readonly List<SellEvent> events = [];
    private readonly List<Posting> postings = [];
    private readonly Dictionary<(long Sequence, string From, string To), int> together = [];
    private readonly Dictionary<string, string> refusals = [];
    private string? alarm;

    /// <summary>As it was when the provider was asked.</summary>
    public Sell Before => before;

    public Sell Sell { get; private set; } = sell;

    public DateTimeOffset Now => now;

    /// <summary>One transaction holds only so many events and bookings; what is left is heard the next time.</summary>
    public bool HasRoom => events.Count < 16 && postings.Count < 40;

    /// <summary>Changes what partners are not told of.</summary>
    public void Note(Func<Sell, Sell> edit)
    {
        var next = edit(Sell);
        if (next.Phase != Sell.Phase)
        {
            throw new InvalidOperationException($"A sell moves from {Sell.Phase} to {next.Phase} only with an event.");
        }

        Sell = next;
    }

    /// <summary>Changes the sell and says so: one event, and a line of history if it moved.</summary>
    public void Tell(string eventType, Func<Sell, Sell> edit, string? reason = null)
    {
        var previous = Sell;
        var next = edit(previous) with { Sequence = previous.Sequence + 1, UpdatedAt = now };
        if (next.Phase != previous.Phase)
        {
            next = Moved(previous, next, reason);
        }

        Sell = next;
        events.Add(new SellEvent(next.Sequence, eventType, now, previous.Status, next));
    }

    public void Tell(string eventType) => Tell(eventType, sell => sell);

    /// <summary>Books under the last event's sequence; the entries of one call sum to zero in each currency.</summary>
    public void Book(IEnumerable<Posting> entries)
    {
        var booked = entries.Select(entry => entry with { Sequence = Sell.Sequence, At = now, Recovery = Sell.RecoveryNow }).ToList();
        Ledger.RequireBalance(booked);
        postings.AddRange(booked);
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        if (booked.Count > 0 && day != Sell.Id.Session.OpenedOn && !Sell.LaterDays.Contains(day))
        {
            Note(sell => sell with { LaterDays = [.. sell.LaterDays, day] });
        }
    }

    /// <summary>The same of what is too small to be told of: any number of them at one moment are one booking.</summary>
    public void BookTogether(IReadOnlyList<Posting> entries)
    {
        var key = (Sell.Sequence, entries[0].Account, entries[^1].Account);
        if (!together.TryGetValue(key, out var place))
        {
            together[key] = postings.Count;
            Book(entries);
            return;
        }

        Ledger.RequireBalance(entries);
        for (var i = 0; i < entries.Count; i++)
        {
            postings[place + i] = postings[place + i] with { Units = postings[place + i].Units + entries[i].Units };
        }
    }

    public void Label(string label) => Note(sell => sell.Labelled(label));

    public void OpenCase(string kind, string detail)
    {
        if (!Sell.Cases.Any(open => open.Kind == kind && open.Detail == detail))
        {
            Add(new Case(kind, detail, now));
        }
    }

    /// <summary>A person has settled it; what it was about is not opened again.</summary>
    public void CloseCase(string id) =>
        Note(sell => sell with { Cases = [.. sell.Cases.Select(known => known.Id == id ? known with { ClosedAt = now } : known)] });

    /// <summary>One case for all of a kind, with how many there are; that there are more of them is no news.</summary>
    /// <param name="kind">One of <see cref="CaseKinds"/>.</param>
    /// <param name="detail">What it is about, for operators.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="ofItsOwn">Whether there may be others of its kind, about something else.</param>
    public void CountCase(string kind, string detail, int count, bool ofItsOwn = false)
    {
        var open = Sell.Cases.FirstOrDefault(known => known.Kind == kind && (!ofItsOwn || known.Detail == detail));
        if (open is null)
        {
            Add(new Case(kind, detail, now) { Count = count });
        }
        else if (count > open.Count)
        {
            Note(sell => sell with { Cases = [.. sell.Cases.Select(known => known == open ? open with { Count = count } : known)] });
        }
    }

    /// <summary>Something came for a sell that had come to rest: what follows from it is a recovery beside the end, which stands.</summary>
    public void BeginRecovery()
    {
        if (before.IsAtRest && Sell.Recovery == before.Recovery)
        {
            Note(sell => sell with { Recovery = sell.Recovery + 1 });
        }
    }

    /// <summary>Answers whoever asked by an inbox row: this was not done, and why.</summary>
    public void Refuse(string rowKey, string code) => refusals[rowKey] = code;

    /// <summary>Operators are to be alerted.</summary>
    public void Alert(string reason) => alarm = alarm is null ? reason : $"{alarm}; {reason}";

    public Decision Close(Step step)
    {
        var hasChanged = !ReferenceEquals(Sell, before) || before.IsAtRest != step.IsEnd;
        var next = hasChanged ? Sell with { WakeAt = step.Until, IsAtRest = step.IsEnd } : before;
        return new Decision(next, events, postings, step, hasChanged) { Refusals = refusals, Alarm = alarm };
    }

    private void Add(Case opened) =>
        Note(sell => sell with { Cases = [.. sell.Cases, opened with { Id = $"cas_{sell.Id.Id}_{sell.Cases.Count + 1}" }] });

    private Sell Moved(Sell previous, Sell next, string? reason)
    {
        if (!SellPhases.Allows(previous.Phase, next.Phase))
        {
            throw new InvalidOperationException($"A sell may not move from {previous.Phase} to {next.Phase}.");
        }

        next = next with { Status = SellPhases.StatusOf(next.Phase, previous.Status), PhaseSince = now };
        var line = new HistoryEntry(next.Sequence, next.Status, next.Phase, now, reason);
        return next with { History = [.. next.History, line] };
    }
}
