using OffRamp.Functions.Ids;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Sessions;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tests.Builders;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Kyc;

/// <summary>Limits count by who somebody is: whom the provider has named once, he stays.</summary>
[TestClass]
public sealed class VerificationsTests
{
    private static readonly KycUser User = new(A.Sell().PartnerId, "user", "user");

    [TestMethod]
    [DataRow("ver_1", "person")]
    [DataRow("ver_2", "")]
    public async Task A_provider_that_does_not_say_again_who_it_is_makes_nobody_of_him(string started, string expected)
    {
        var tables = await AzuriteTables.StartAsync(StorageNames.Index);
        var users = new UserKyc(tables.Store);
        await users.SaveAsync(User.Partner, User.Key, new(KycStatus.Pending, "ver_1") { Subject = "person" }, default);

        await new Verifications(new Forgetful(started), users, tables.Store).StartAsync(User, default);

        Assert.AreEqual(expected, (await users.FindVerificationAsync(User.Partner, User.Key, default))!.Subject);
    }

    [TestMethod]
    public async Task Nor_when_a_sell_is_made()
    {
        var tables = await AzuriteTables.StartAsync(StorageNames.Index);
        var users = new UserKyc(tables.Store);
        var known = new UserVerification(KycStatus.Pending, "ver_1") { Subject = "person" };

        var now = await new Verifications(new Forgetful("ver_1"), users, tables.Store).CheckAsync(User, known, default);

        Assert.AreEqual(new UserVerification(KycStatus.Verified, "ver_1") { Subject = "person" }, now);
    }

    /// <summary>A provider that says how a verification stands, and never of whom it is.</summary>
    private sealed class Forgetful(string verification) : IKycProvider
    {
        public Task<Verification?> StartAsync(PartnerId partner, string user, CancellationToken cancellation) =>
            Task.FromResult<Verification?>(new(verification, "https://kyc.example/verify"));

        public Task<VerificationSaid?> AskAsync(string verificationId, CancellationToken cancellation) =>
            Task.FromResult<VerificationSaid?>(new(KycStatus.Verified, null));
    }
}
