using OffRamp.Functions.Ids;

namespace OffRamp.Functions.Webhooks.Out.Delivery;

/// <summary>
/// How many visits of this process send at once. Activities share a bounded number of places in the host, and a payout is
/// one of them: so a partner's endpoint that hangs holds few, all that hang hold a part, and who finds none comes again.
/// </summary>
internal sealed class SendingSlots
{
    private const int InAll = 20;
    private const int OfPartner = 8;

    /// <summary>Of endpoints that did not answer a moment ago.</summary>
    private const int OfSilentPartner = 1;
    private const int OfAllSilent = 8;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly Dictionary<PartnerId, Use> uses = [];

    /// <summary>A slot that is not taken yet.</summary>
    public Slot For(PartnerId partner) => new(this, partner);

    private bool TryTake(PartnerId partner, out TimeSpan pause)
    {
        lock (gate)
        {
            var use = uses.TryGetValue(partner, out var known) ? known : uses[partner] = new();
            var isFree = uses.Values.Sum(one => one.Busy) < InAll && use.Busy < (use.IsSilent ? OfSilentPartner : OfPartner)
                && (!use.IsSilent || uses.Values.Where(one => one.IsSilent).Sum(one => one.Busy) < OfAllSilent);
            use.Busy += isFree ? 1 : 0;
            pause = isFree ? TimeSpan.Zero : use.TurnAway();
            return isFree;
        }
    }

    private void Report(PartnerId partner, bool hasAnswered)
    {
        lock (gate)
        {
            uses[partner].SilentUntil = hasAnswered ? 0 : Environment.TickCount64 + (long)Moment.TotalMilliseconds;
        }
    }

    private void Free(PartnerId partner)
    {
        lock (gate)
        {
            uses[partner].Busy--;
        }
    }

    /// <summary>One visit's place, given back at its end.</summary>
    internal sealed class Slot(SendingSlots slots, PartnerId partner) : IDisposable
    {
        private bool isTaken;

        /// <summary>True once it is taken; else how long to stay away.</summary>
        public bool TryTake(out TimeSpan pause)
        {
            pause = TimeSpan.Zero;
            return isTaken || (isTaken = slots.TryTake(partner, out pause));
        }

        /// <summary>Whether the endpoint has answered, whatever it was.</summary>
        public void Report(bool hasAnswered) => slots.Report(partner, hasAnswered);

        public void Dispose()
        {
            if (isTaken)
            {
                slots.Free(partner);
            }
        }
    }

    private sealed class Use
    {
        private long countedSince;
        private int turnedAway;

        public int Busy { get; set; }

        public long SilentUntil { get; set; }

        public bool IsSilent => SilentUntil > Environment.TickCount64;

        /// <summary>The more are turned away, the longer each stays away, so that asking costs little.</summary>
        public TimeSpan TurnAway()
        {
            if (Environment.TickCount64 - countedSince > (long)LongestPause.TotalMilliseconds)
            {
                (countedSince, turnedAway) = (Environment.TickCount64, 0);
            }

            turnedAway++;
            var longest = IsSilent ? LongestPause : TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 1 + (turnedAway / 8d)));
            return TimeSpan.FromSeconds(1) + (longest * Random.Shared.NextDouble());
        }
    }
}
