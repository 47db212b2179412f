using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.OpenApi;
using OffRamp.Functions.Sessions;

namespace OffRamp.Functions.Tests.Docs;

/// <summary>What becomes of a session that nobody uses, and when, is said the same way wherever it is said.</summary>
[TestClass]
public sealed class SessionLifeTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void It_is_30_minutes_and_24_hours_while_a_verification_is_pending()
    {
        Assert.AreEqual(TimeSpan.FromMinutes(30), SessionTimes.ExpiryAfterAct(Now, KycStatus.NotStarted) - Now);
        Assert.AreEqual(TimeSpan.FromMinutes(30), SessionTimes.ExpiryAfterAct(Now, KycStatus.Verified) - Now);
        Assert.AreEqual(TimeSpan.FromHours(24), SessionTimes.ExpiryAfterAct(Now, KycStatus.Pending) - Now);
        Assert.AreEqual(TimeSpan.FromMinutes(30), SessionTimes.FirstExpiry(new SessionId(Id26.New(Now))) - Now);
    }

    [TestMethod]
    [DataRow("docs/integrate.md")]
    [DataRow("docs/sell-page.md")]
    [DataRow("OffRamp.Functions/SellPage/assets/words.en.js")]
    public void Page_and_documents_say_so(string file) => SaysBoth(SourceTree.Read(file));

    [TestMethod]
    [DataRow("Session", "status")]
    [DataRow("Session", "expires_at")]
    public void The_API_s_document_says_so(string schema, string field) => SaysBoth(Glossary.Find(schema, field)!.Says);

    private static void SaysBoth(string text)
    {
        var plain = text.Replace("*", "", StringComparison.Ordinal);
        Assert.Contains("30 minutes", plain);
        Assert.Contains("24 hours", plain);
    }
}
