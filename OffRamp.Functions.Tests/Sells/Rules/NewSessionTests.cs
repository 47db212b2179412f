using OffRamp.Functions.Sells;
using OffRamp.Functions.Sells.Rules;
using OffRamp.Functions.Sells.Views;
using OffRamp.Functions.Tests.Builders;

namespace OffRamp.Functions.Tests.Sells.Rules;

/// <summary>A sell that failed says whether a new session can help.</summary>
[TestClass]
internal sealed class NewSessionTests
{
    [TestMethod]
    [DataRow(FailureCodes.DepositTimeout, true)]
    [DataRow(FailureCodes.Underpaid, true)]
    [DataRow(FailureCodes.PayoutFailed, true)]
    [DataRow(FailureCodes.RefundRequested, true)]
    [DataRow(FailureCodes.KycRequired, true)]
    [DataRow(FailureCodes.Operator, false)]
    public void Each_failure_says_whether_a_new_session_can_help(string code, bool expected)
    {
        var failed = A.Sell() with { Status = SellStatus.Failed, Phase = SellPhase.Refunded, FailureCode = code };

        Assert.AreEqual(expected, SellView.Of(failed).NewSessionCanHelp);
    }

    [TestMethod]
    [DataRow(SellStatus.Pending)]
    [DataRow(SellStatus.Processing)]
    [DataRow(SellStatus.Completed)]
    [DataRow(SellStatus.Cancelled)]
    public void What_has_not_failed_says_nothing_of_it(SellStatus status) =>
        Assert.IsNull(SellView.Of(A.Sell() with { Status = status }).NewSessionCanHelp);
}
