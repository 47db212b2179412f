using Nethereum.KeyStore;
using Nethereum.Signer;
using OffRamp.LocalHost.Chain;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>The signer of <c>./run --chain</c>.</summary>
[TestClass]
public sealed class SignerServerTests
{
    [TestMethod]
    public async Task Given_a_keystore_file_and_its_password_it_signs_with_that_key()
    {
        var (key, file) = (EthECKey.GenerateKey(), Path.GetTempFileName());
        await File.WriteAllTextAsync(file, new KeyStorePbkdf2Service().EncryptAndGenerateKeyStoreAsJson("a secret", key.GetPrivateKeyAsBytes(), key.GetPublicAddress(), new() { Count = 1, Dklen = 32, Prf = "hmac-sha256" }));

        await using var signer = await SignerServer.StartAsync(file, "a secret");
        var refused = await Assert.ThrowsAsync<Exception>(() => SignerServer.StartAsync(file, "another"));

        Assert.AreEqual(key.GetPublicAddress().ToLowerInvariant(), signer.Account);
        Assert.IsNotNull(refused);
        File.Delete(file);
    }
}
