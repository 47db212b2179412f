using System.Text.RegularExpressions;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Architecture;

/// <summary>Who may know whom. Sources are scanned: a reference that compiles away is still a reference.</summary>
[TestClass]
public sealed partial class RoomsTests
{
    private static readonly string[] Ground = ["Hosting", "Ids", "Money", "Storage"];

    /// <summary>From the lowest: events go out, sells are decided, a session has a sell, becomes one, it is read and followed, notices come in.</summary>
    private static readonly string[] Layers =
        ["Webhooks/Out", "Integration", "Sells", "Sessions", "Sells/Creation", "Sells/Reading", "Recovery", "Realtime", "Webhooks/In", "Operators"];

    [TestMethod]
    [DataRow("Hosting")]
    [DataRow("Ids")]
    [DataRow("Money")]
    [DataRow("Storage")]
    public void Ground_rooms_know_no_other_room(string room)
    {
        var others = Rooms().Where(r => r != room);

        var found = Sources(room).SelectMany(file => RoomsNamedIn(file).Intersect(others).Select(o => $"{file.Name} knows {o}"));

        Assert.AreEqual("", string.Join("\n", found));
    }

    [TestMethod]
    [DataRow("Requests")]
    [DataRow("Idempotency")]
    public void What_endpoints_share_knows_ground_rooms_only(string room)
    {
        var others = Rooms().Where(r => r != room && !Ground.Contains(r));

        var found = Sources(room).SelectMany(file => RoomsNamedIn(file).Intersect(others).Select(o => $"{file.Name} knows {o}"));

        Assert.AreEqual("", string.Join("\n", found));
    }

    [TestMethod]
    public void Events_sells_sessions_and_notices_know_only_what_is_below_them()
    {
        var found = Layers.SelectMany((layer, at) => FilesOf(layer).SelectMany(file => Layers.Skip(at + 1)
            .Where(above => Knows(file, above)).Select(above => $"{file.Name} knows {above}")));

        Assert.AreEqual("", string.Join("\n", found));
    }

    [TestMethod]
    public void The_app_knows_nothing_of_the_stand_ins()
    {
        var found = Rooms().SelectMany(Sources).Where(f => File.ReadAllText(f.FullName).Contains("OffRamp.LocalHost", StringComparison.Ordinal));

        Assert.AreEqual("", string.Join(", ", found.Select(f => f.Name)));
    }

    [TestMethod]
    public void The_embedded_store_knows_nothing_of_the_rest()
    {
        var sources = new DirectoryInfo(Repository.PathOf("OffRamp.LocalHost", "EmbeddedStore")).EnumerateFiles("*.cs", SearchOption.AllDirectories);

        var found = sources.Where(f => File.ReadAllText(f.FullName).Replace("OffRamp.LocalHost.EmbeddedStore", "").Contains("OffRamp", StringComparison.Ordinal));

        Assert.AreEqual("", string.Join(", ", found.Select(f => f.Name)));
    }

    [TestMethod]
    public void Files_stay_small()
    {
        string[] projects = ["OffRamp.Functions", "OffRamp.LocalHost"];
        var lengths = projects
            .SelectMany(p => new DirectoryInfo(Repository.PathOf(p)).EnumerateFiles("*.cs", SearchOption.AllDirectories))
            .Where(IsSource).Select(f => (f.Name, Lines: File.ReadLines(f.FullName).Count())).ToList();

        Assert.AreEqual("", string.Join(", ", lengths.Where(f => f.Lines > 250)));
    }

    // Money's types live in the root namespace, where everybody sees them, so that room cannot be named.
    private static IEnumerable<string> RoomsNamedIn(FileInfo file) =>
        RoomName().Matches(File.ReadAllText(file.FullName)).Select(m => m.Groups[1].Value).Distinct();

    private static IEnumerable<string> Rooms() => new DirectoryInfo(Repository.PathOf("OffRamp.Functions")).EnumerateDirectories()
        .Select(d => d.Name).Where(n => char.IsUpper(n[0]));

    private static IEnumerable<FileInfo> Sources(string room) =>
        new DirectoryInfo(Repository.PathOf("OffRamp.Functions", room)).EnumerateFiles("*.cs", SearchOption.AllDirectories);

    // A shelf that is a layer of its own is not its room's; and what puts a room together names all of its shelves.
    private static IEnumerable<FileInfo> FilesOf(string layer) => Sources(layer).Where(file =>
        !file.Name.EndsWith("Services.cs", StringComparison.Ordinal)
        && !Layers.Any(inner => inner.StartsWith(layer + "/", StringComparison.Ordinal) && file.FullName.Contains($"/{inner}/", StringComparison.Ordinal)));

    private static bool Knows(FileInfo file, string layer) => Namespaces().Matches(File.ReadAllText(file.FullName)).Any(known =>
        known.Value == NamespaceOf(layer) || known.Value.StartsWith(NamespaceOf(layer) + ".", StringComparison.Ordinal));

    private static string NamespaceOf(string layer) => $"OffRamp.Functions.{layer.Replace('/', '.')}";

    private static bool IsSource(FileInfo file) =>
        !file.FullName.Contains("/obj/", StringComparison.Ordinal) && !file.FullName.Contains("/bin/", StringComparison.Ordinal);

    [GeneratedRegex(@"OffRamp\.Functions\.[.A-Za-z]+[A-Za-z]")]
    private static partial Regex Namespaces();

    [GeneratedRegex(@"OffRamp\.Functions\.([A-Z][A-Za-z]+)")]
    private static partial Regex RoomName();
}
