using System.Diagnostics;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary><c>./run</c> itself, in a folder of its own, with stand-ins of dotnet and npm that note what they are asked for.</summary>
[TestClass]
public sealed class RunScriptTests
{
    private const string Both = "OffRamp.Functions OffRamp.LocalHost";

    [TestMethod]
    public async Task What_was_published_stands_until_a_source_changes_or_goes()
    {
        using var checkout = new Checkout();

        var first = await checkout.RunAsync();
        var again = await checkout.RunAsync();
        File.WriteAllText(checkout.PathOf("OffRamp.LocalHost/Program.cs"), "// another");
        var changed = await checkout.RunAsync();
        File.Delete(checkout.PathOf("OffRamp.Functions/Sell.cs"));
        var gone = await checkout.RunAsync();
        File.WriteAllText(checkout.PathOf("OffRamp.Functions/obj/built"), "");
        File.WriteAllText(checkout.PathOf("OffRamp.Functions/SellPage/node_modules/installed"), "");
        var built = await checkout.RunAsync();

        Assert.AreEqual($"{Both},,{Both},{Both},", string.Join(',', first, again, changed, gone, built));
    }

    [TestMethod]
    public async Task A_build_that_failed_or_was_broken_off_is_made_again()
    {
        using var checkout = new Checkout();
        await checkout.RunAsync();
        File.WriteAllText(checkout.PathOf("OffRamp.Functions/Sell.cs"), "does not compile");

        var failed = await checkout.TryAsync(("FAILS", checkout.PathOf("host.json")));
        var after = await checkout.RunAsync();

        Assert.AreEqual(1, failed.Code, failed.All);
        Assert.Contains("OffRamp.Functions does not build.", failed.Errors);
        Assert.AreEqual(Both, after);
    }

    [TestMethod]
    public async Task What_npm_could_not_install_stops_the_start()
    {
        using var checkout = new Checkout();
        File.WriteAllText(checkout.PathOf("package-lock.json"), "{}");

        var failed = await checkout.TryAsync();

        Assert.AreEqual(1, failed.Code, failed.All);
        Assert.Contains("npm ci failed.", failed.Errors);
        Assert.DoesNotContain("started", failed.Output);
    }

    [TestMethod]
    public async Task An_installation_under_way_ends_with_the_build_that_fails_beside_it()
    {
        using var checkout = new Checkout(npm: "touch begun\nexec sleep 100");
        File.WriteAllText(checkout.PathOf("package-lock.json"), "{}");
        var began = TimeProvider.System.GetTimestamp();

        // Whoever still runs holds the output open.
        var failed = await checkout.TryAsync(("FAILS", checkout.PathOf("begun")));

        Assert.AreEqual(1, failed.Code, failed.All);
        Assert.IsLessThan(TimeSpan.FromSeconds(50), TimeProvider.System.GetElapsedTime(began));
    }

    [TestMethod]
    public async Task The_sandbox_alone_needs_no_app()
    {
        using var checkout = new Checkout();

        var alone = await checkout.RunAsync("--sandbox-only");

        Assert.AreEqual("OffRamp.LocalHost", alone);
        Assert.Contains("started with --sandbox-only", checkout.LastSaid);
    }

    private sealed class Checkout : IDisposable
    {
        private const string Dotnet =
            """
            #!/usr/bin/env bash
            set -eu
            [ -z "${FAILS:-}" ] || { until [ -f "$FAILS" ]; do sleep 0.05; done; exit 1; }
            echo "$2" >> published
            mkdir -p "$6"
            printf '#!/bin/sh\necho "started with $*"\n' > "$6/OffRamp.LocalHost"
            chmod +x "$6/OffRamp.LocalHost"
            """;

        // Long ago, so that what the test writes is newer whatever the file system's clock is worth.
        private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        private readonly string folder = Directory.CreateTempSubdirectory("run-").FullName;

        /// <param name="npm">What npm does.</param>
        public Checkout(string npm = "exit 1")
        {
            foreach (var file in (string[])["OffRamp.Functions/Sell.cs", "OffRamp.Functions/obj/made", "OffRamp.Functions/SellPage/node_modules/made", "OffRamp.LocalHost/Program.cs", "contracts/compiled.json", "host.json",
                "package-lock.json", "node_modules/.package-lock.json", ".globalconfig", ".editorconfig", "Directory.Build.props", "BannedSymbols.txt"])
            {
                Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
                File.WriteAllText(PathOf(file), "");
            }

            Program("bin/dotnet", Dotnet);
            Program("bin/npm", $"#!/bin/sh\n{npm}\n");
            Program("run", File.ReadAllText(Repository.PathOf("run")));
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
            {
                entry.LastWriteTimeUtc = LongAgo;
            }
        }

        public string LastSaid { get; private set; } = "";

        public string PathOf(string path) => Path.Combine(folder, path);

        /// <summary>Runs it to its end, and gives what it published.</summary>
        public async Task<string> RunAsync(params string[] arguments)
        {
            File.Delete(PathOf("published"));
            var said = await Command.RunAsync("bash", [PathOf("run"), .. arguments], folder, Programs());
            LastSaid = said.Output;
            return File.Exists(PathOf("published")) ? string.Join(' ', File.ReadAllLines(PathOf("published"))) : "";
        }

        public Task<Said> TryAsync(params (string Name, string Value)[] settings) => Command.TryAsync("bash", [PathOf("run")], folder, settings: [Programs(), .. settings]);

        public void Dispose() => Directory.Delete(folder, recursive: true);

        private (string Name, string Value) Programs() => ("PATH", $"{PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}");

        private void Program(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
            File.WriteAllText(PathOf(path), text);
            Process.Start("chmod", ["+x", PathOf(path)]).WaitForExit();
        }
    }
}
