using System.Text.RegularExpressions;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.LocalHost;
using OffRamp.LocalHost;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>README's lines for bash, as they stand there, against the product in the local world. Only the ports are other ones.</summary>
[TestClass]
public sealed partial class WalkthroughTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [TestMethod]
    public async Task Readme_can_be_pasted_from_session_to_payout_and_on_to_the_expired_sell()
    {
        var blocks = BashBlock().Matches(Markdown.Read("README.md").Text).Select(match => match.Groups["lines"].Value).ToList();
        var data = Directory.CreateTempSubdirectory("walkthrough-").FullName;
        string said;
        await using (var host = await LocalHostApp.StartAsync(new LocalHostOptions
        {
            AppFolder = WholeAppTests.AppFolder,
            DataFolder = data,
            AzuritePort = 0,
            SandboxPort = 0,
            Settings = LocalSettings.Defaults,
        }))
        {
            // The second story says: paste the first two again.
            said = await PasteAsync([.. blocks[..4], .. blocks[..2], .. blocks[4..]], host);
        }
        Directory.Delete(data, recursive: true);

        StringAssert.Contains(said, "\ncompleted\n");
        Assert.HasCount(1, Regex.Matches(said, "\"payout_id\""));
        StringAssert.Contains(said, "ExecutionCompleted");
        StringAssert.EndsWith(said, "\nfailed\ndeposit_timeout\n");
    }

    private static async Task<string> PasteAsync(IEnumerable<string> blocks, LocalHostApp host)
    {
        var script = string.Concat(blocks)
            .Replace("127.0.0.1:7071", host.BaseUri.Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:7072", host.Sandbox!.BaseUri.Authority, StringComparison.Ordinal);
        var run = await Command.TryAsync("bash", ["-euo", "pipefail", "-c", script], Path.GetTempPath(), patience: Patience);
        Assert.AreEqual(0, run.Code, run.All);
        return run.Output;
    }

    [GeneratedRegex("```bash\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();
}
