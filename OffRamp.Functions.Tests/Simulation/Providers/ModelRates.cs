using OffRamp.Functions.Tests.Simulation.Faults;

namespace OffRamp.Functions.Tests.Simulation.Providers;

/// <summary>The rate source.</summary>
internal sealed class ModelRates(Weather weather, Occurrences occurrences)
{
    /// <summary>What was wrong with the last answer; null where it was as it should be.</summary>
    public FaultMode? Said { get; private set; }

    /// <summary>Null where nobody can say what it is now.</summary>
    public Rate? Find()
    {
        // Silence comes first: what is not said cannot be wrong in another way too, and uses no fault up.
        if (weather.IsSilent(Provider.Rates))
        {
            Said = FaultMode.Timeout;
            occurrences.Happened(Call.FindRate, FaultMode.Timeout);
            return null;
        }

        Said = occurrences.Take(Call.FindRate, _ => true);
        return Said is null ? weather.Rate : null;
    }
}
