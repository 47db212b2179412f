using System.Diagnostics;

namespace OffRamp.LocalHost.Processes;

/// <summary>What to start, and how it is told when the host dies without a word (kill -9).</summary>
internal sealed record ChildCommand(string Name, string Executable, IReadOnlyList<string> Arguments)
{
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables added to the host's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The signal sent to the child when the host dies: TERM for a child that has something to save.</summary>
    public string DeathSignal { get; init; } = "KILL";

    /// <summary>Where <see cref="Leftovers"/> notes the child; null: nowhere.</summary>
    public Leftovers? NotedIn { get; init; }

    public Action<string>? OnOutput { get; init; }

    public Action<string>? OnError { get; init; }

    public ProcessStartInfo ToStartInfo()
    {
        string[] wrapped = [.. Wrapper(), Executable, .. Arguments];
        var info = new ProcessStartInfo(wrapped[0], wrapped[1..])
        {
            WorkingDirectory = WorkingDirectory ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    /// <summary>
    /// A session of its own, so that the terminal's Ctrl-C reaches the host alone, which then ends its children in
    /// order; and a signal when the host dies. Both become the child itself: no process stays in between.
    /// </summary>
    private IEnumerable<string> Wrapper()
    {
        const string setsid = "/usr/bin/setsid", setpriv = "/usr/bin/setpriv";
        if (!OperatingSystem.IsLinux())
        {
            yield break;
        }

        if (File.Exists(setsid))
        {
            yield return setsid;
        }

        if (!File.Exists(setpriv))
        {
            yield break;
        }

        foreach (var part in (string[])[setpriv, "--pdeathsig", DeathSignal, "--"])
        {
            yield return part;
        }
    }
}
