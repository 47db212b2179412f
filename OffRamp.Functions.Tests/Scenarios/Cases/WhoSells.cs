namespace OffRamp.Functions.Tests.Scenarios.Cases;

/// <summary>A user who was verified when the sell began, and is not when money is about to leave.</summary>
[TestClass]
public sealed class WhoSells
{
    [TestMethod]
    public async Task A_user_who_is_verified_again_is_paid()
    {
        await using var tale = await HeldAsync(nameof(A_user_who_is_verified_again_is_paid));
        await tale.ThenAsync("The user is verified again.", () => KycIsAsync(tale, "verified"));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task A_user_who_is_not_verified_again_is_refunded_after_a_week()
    {
        await using var tale = await HeldAsync(nameof(A_user_who_is_not_verified_again_is_refunded_after_a_week));
        await tale.LaterAsync("A week passes.", TimeSpan.FromDays(7));
        await tale.EndsAsDocumentedAsync();
    }

    [TestMethod]
    public async Task Of_a_user_who_is_rejected_an_operator_decides()
    {
        await using var tale = await HeldAsync(nameof(Of_a_user_who_is_rejected_an_operator_decides));
        await tale.ThenAsync("The KYC provider rejects the user.", () => KycIsAsync(tale, "rejected"));
        await tale.LaterAsync("A week passes, and nothing moves.", TimeSpan.FromDays(7));
        await tale.ThenAsync("An operator sends the crypto back.", () => tale.Sell.OperatorActsAsync(new { action = "refund" }));
        await tale.EndsAsDocumentedAsync();
    }

    private static async Task<Tale> HeldAsync(string name)
    {
        var tale = await Tale.BeginAsync(name: name);
        await tale.ThenAsync("The KYC provider takes back that the user is verified.", () => KycIsAsync(tale, "pending"));
        await tale.ThenAsync("The user sends 250 USDT.", () => tale.Sell.DepositAsync());
        return tale;
    }

    private static async Task KycIsAsync(Tale tale, string status)
    {
        var verification = (await tale.World.EffectsAsync("verifications")).Single().GetProperty("verification_id").GetString();
        await tale.World.SandboxAsync($"/sandbox/verifications/{verification}", new { status });
    }
}
