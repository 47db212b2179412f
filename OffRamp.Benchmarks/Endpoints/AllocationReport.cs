using OffRamp.Benchmarks.Measuring;

namespace OffRamp.Benchmarks.Endpoints;

/// <summary>What is allocated for each endpoint, by type and by who asked for it: shares of the bytes that samples stand for.</summary>
internal static class AllocationReport
{
    private const string Others = "other types", Rest = "the rest";

    private static readonly (string Name, string Type)[] Types =
        [("strings", "System.String"), ("arrays of bytes", "System.Byte[]"), ("arrays of characters", "System.Char[]")];

    private static readonly (string Name, string[] Namespaces)[] Askers =
    [
        ("the client of tables", ["Azure."]),
        ("our own code", ["OffRamp."]),
        ("the worker's SDK and gRPC", ["Microsoft.Azure.Functions.", "Grpc."]),
        ("Durable", ["Microsoft.DurableTask."]),
    ];

    /// <param name="samples">Of the whole run.</param>
    /// <param name="endpoints">When each endpoint was measured.</param>
    public static void Print(IReadOnlyList<AllocationSample> samples, IReadOnlyList<(string Name, EndpointFigures Figures)> endpoints)
    {
        var each = endpoints.Select(endpoint => samples.Where(sample => sample.At >= endpoint.Figures.Began && sample.At <= endpoint.Figures.Ended).ToList()).ToList();
        Console.WriteLine();
        Console.WriteLine($"| of the bytes allocated | {string.Join(" | ", endpoints.Select(endpoint => endpoint.Name))} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---|", endpoints.Count))}");
        foreach (var name in Types.Select(type => type.Name).Append(Others))
        {
            PrintRow(name, sample => TypeOf(sample) == name);
        }
        foreach (var name in Askers.Select(asker => asker.Name).Append(Rest))
        {
            PrintRow(name, sample => AskerOf(sample) == name);
        }
        Console.WriteLine($"| samples | {string.Join(" | ", each.Select(taken => taken.Count))} |");
        Console.WriteLine();
        foreach (var (taken, endpoint) in each.Zip(endpoints))
        {
            Console.WriteLine($"most of the other types, {endpoint.Name}: {string.Join(", ", MostOf(taken))}");
        }

        void PrintRow(string name, Predicate<AllocationSample> which) =>
            Console.WriteLine($"| {name} | {string.Join(" | ", each.Select(taken => $"{Share(taken, which):0} %"))} |");
    }

    private static IEnumerable<string> MostOf(List<AllocationSample> taken) => taken
        .Where(sample => TypeOf(sample) == Others)
        .GroupBy(sample => sample.Type, (type, some) => (Type: type, Bytes: some.Sum(sample => sample.Bytes)))
        .OrderByDescending(group => group.Bytes)
        .Take(5)
        .Select(group => $"{group.Type} {Share(taken, sample => sample.Type == group.Type):0} %");

    private static double Share(List<AllocationSample> taken, Predicate<AllocationSample> which) =>
        100 * taken.Where(sample => which(sample)).Sum(sample => sample.Bytes) / taken.Sum(sample => sample.Bytes);

    private static string TypeOf(AllocationSample sample) => Array.Find(Types, type => type.Type == sample.Type).Name ?? Others;

    /// <summary>The first that a stack names, from the allocation outwards.</summary>
    private static string AskerOf(AllocationSample sample) => sample.Methods
        .Select(method => Array.Find(Askers, asker => Array.Exists(asker.Namespaces, method.StartsWith)).Name)
        .FirstOrDefault(name => name is not null) ?? Rest;
}
