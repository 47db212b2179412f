using System.Globalization;

namespace OffRamp.Benchmarks.Host;

/// <summary>What processes and all of their children use, by <c>/proc</c>.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of CPU so far, those of children that ended included.</summary>
    public static double CpuSeconds(IReadOnlyCollection<int> roots) => Members(roots).Sum(process => process.CpuSeconds);

    /// <summary>Bytes of memory, what is shared with others counted by shares (PSS).</summary>
    public static long MemoryBytes(IReadOnlyCollection<int> roots) => Members(roots).Sum(process => PssOf(process.Id));

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
            return new(int.Parse(id, CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture), ticks / TicksPerSecond);
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

    private sealed record Stat(int Id, int ParentId, double CpuSeconds);
}
