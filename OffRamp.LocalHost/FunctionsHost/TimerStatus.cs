using System.Text.Json;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>When each timer function was due last, kept in a file over restarts, so that a run that was missed is made up for.</summary>
/// <param name="file">Null: kept nowhere.</param>
internal sealed class TimerStatus(string? file)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> last = Read(file);

    public DateTimeOffset? LastOf(string function)
    {
        lock (gate)
        {
            return last.TryGetValue(function, out var found) ? found : null;
        }
    }

    public void Note(string function, DateTimeOffset due)
    {
        lock (gate)
        {
            last[function] = due;
            Write();
        }
    }

    private void Write()
    {
        if (file is null)
        {
            return;
        }
        try
        {
            var draft = file + ".new";
            File.WriteAllText(draft, JsonSerializer.Serialize(last));
            File.Move(draft, file, overwrite: true);
        }
        catch (Exception problem) when (DiskTrouble.Is(problem))
        {
            // A full disk: at worst a run is repeated after a restart, which a timer function must bear anyway.
        }
    }

    private static Dictionary<string, DateTimeOffset> Read(string? file)
    {
        try
        {
            return file is null ? [] : JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(File.ReadAllText(file)) ?? [];
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            return [];
        }
    }
}
