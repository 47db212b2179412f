using System.Text.RegularExpressions;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>Who copies a duration out of a document into a setting is understood.</summary>
[TestClass]
public sealed partial class DurationsTests
{
    [TestMethod]
    public void Every_duration_in_documents_is_one_that_settings_take()
    {
        var found = Markdown.All.SelectMany(document => Duration().Matches(document.Text).Select(match => (document.File, Text: match.Value))).ToList();

        var refused = found.Where(duration => !IsTaken(duration.Text)).Select(duration => $"{duration.File}: {duration.Text}");

        Assert.AreEqual("", string.Join('\n', refused));
        CollectionAssert.Contains(found.Select(duration => duration.Text).ToList(), "`1.00:00:00`");
    }

    private static bool IsTaken(string quoted) =>
        new SettingsReader(TestSettings.Configuration(("ANY", quoted.Trim('`', '"')))).Duration("ANY", standard: TimeSpan.Zero) > TimeSpan.Zero;

    // Quoted, as code and JSON are; times of day have a date before them, or stand bare.
    [GeneratedRegex("""(?<quote>[`"])(\d+[.:])?\d{1,2}:\d{1,2}(:\d{1,2})?(\.\d+)?\k<quote>""")]
    private static partial Regex Duration();
}
