using OffRamp.Functions.Idempotency;
using OffRamp.Functions.Sells.Store;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>docs/retention.md: who reads how long something is kept can rely on it.</summary>
[TestClass]
public sealed class RetentionTests
{
    private static readonly string Text = Markdown.Read("docs/retention.md").Text;

    [TestMethod]
    public void Days_are_those_of_the_code()
    {
        Assert.Contains($"| {ClaimStore.Kept.TotalDays:0} days | `ForgetClaims`", Text);
        Assert.Contains($"| {PurgeHistory.Kept.TotalDays:0} days from their start, once they ended | `PurgeHistory`", Text);
    }

    [TestMethod]
    [DataRow("infra/main.bicep", "param logRetentionDays int = 90", "| 90 days (`logRetentionDays`) |")]
    [DataRow("infra/modules/storage.bicep", "daysAfterCreationGreaterThan: 35", "| 35 days, and deleted ones 35 days more |")]
    public void Days_are_those_of_the_templates(string template, string sets, string said)
    {
        Assert.Contains(sets, SourceTree.Read(template));
        Assert.Contains(said, Text);
    }
}
