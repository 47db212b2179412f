using System.Globalization;

namespace OffRamp.Benchmarks.Measuring;

/// <summary>What processes and all of their children use, by <c>/proc</c>.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of CPU so far, those of children that ended included.</summary>
    public static double CpuSeconds(IReadOnlyCollection<int> roots) => Members(roots).Sum(process => process.CpuSeconds);

    /// <summary>Bytes of memory, what is shared with others counted by shares (PSS).</summary>
    public static long MemoryBytes(IReadOnlyCollection<int> roots) => Members(roots).Sum(process => PssOf(process.Id));

    /// <summary>Seconds of CPU so far of each part of a tree: the root, and each of its children with all that is below it.</summary>
    /// <param name="nameOf">The name of the part that a child is, from its command line.</param>
    public static Dictionary<string, double> CpuSecondsByPart(int root, string rootName, Func<string, string> nameOf)
    {
        var (parts, children) = (new Dictionary<string, double>(), ChildrenOf(root));
        foreach (var child in children)
        {
            var name = nameOf(CommandLineOf(child));
            parts[name] = parts.GetValueOrDefault(name) + CpuSeconds([child]);
        }
        parts[rootName] = CpuSeconds([root]) - parts.Values.Sum();
        return parts;
    }

    /// <summary>Seconds since a process was started, to a hundredth.</summary>
    public static double SecondsSinceStartOf(int id)
    {
        var upTime = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
        return upTime - Read($"{id}")!.StartedSeconds;
    }

    /// <summary>Program and arguments, with spaces between; empty when it ended meanwhile.</summary>
    public static string CommandLineOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }

    public static IReadOnlyList<int> ChildrenOf(int root) => [.. All().Where(process => process.ParentId == root).Select(process => process.Id)];

    private static List<Stat> Members(IReadOnlyCollection<int> roots)
    {
        var all = All();
        var children = all.ToLookup(process => process.ParentId);
        var (found, next) = (new List<Stat>(), new Queue<Stat>(all.Where(process => roots.Contains(process.Id))));
        while (next.TryDequeue(out var process))
        {
            if (!found.Contains(process))
            {
                found.Add(process);
                foreach (var child in children[process.Id])
                {
                    next.Enqueue(child);
                }
            }
        }
        return found;
    }

    private static List<Stat> All() =>
        [.. Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => char.IsAsciiDigit(name[0])).Select(Read).OfType<Stat>()];

    /// <summary>Null when it ended meanwhile.</summary>
    private static Stat? Read(string id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            // The program's name stands in parentheses, and may hold anything.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            return new(int.Parse(id, CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture), ticks / TicksPerSecond, long.Parse(fields[19], CultureInfo.InvariantCulture) / TicksPerSecond);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long PssOf(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private sealed record Stat(int Id, int ParentId, double CpuSeconds, double StartedSeconds);
}
