using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OffRamp.Functions.Ids;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.Functions.Webhooks.Out.Endpoint;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace OffRamp.Functions.Tests.Webhooks;

/// <summary>
/// What we send is what others take for Standard Webhooks: the npm package <c>standardwebhooks</c> and the NuGet package
/// StandardWebhooks verify it.
/// </summary>
[TestClass]
public sealed class StandardWebhooksTests
{
    [TestMethod]
    public async Task Somebody_elses_verifier_takes_what_we_sign()
    {
        await using var sending = await Sending.ToAsync(start: DateTimeOffset.UtcNow);

        await sending.SendAsync();

        Assert.AreEqual("verified", await VerifyAsync(sending.Secrets.Current!, sending.Server.Received.Single()));
    }

    [TestMethod]
    public async Task While_a_secret_rotates_it_takes_both_and_no_third()
    {
        await using var sending = await Sending.ToAsync(start: DateTimeOffset.UtcNow);
        var old = sending.Secrets.Current!;
        sending.Secrets = sending.Secrets.Rotate(NewSecret(), sending.Clock.GetUtcNow());

        await sending.SendAsync();

        var got = sending.Server.Received.Single();
        Assert.AreEqual("verified", await VerifyAsync(old, got));
        Assert.AreEqual("verified", await VerifyAsync(sending.Secrets.Current!, got));
        Assert.AreEqual("No matching signature found", await VerifyAsync(NewSecret(), got));
    }

    [TestMethod]
    public async Task It_refuses_another_body_and_another_id()
    {
        await using var sending = await Sending.ToAsync(start: DateTimeOffset.UtcNow);

        await sending.SendAsync();

        var got = sending.Server.Received.Single();
        var renamed = new Dictionary<string, string>(got.Headers) { ["webhook-id"] = got.Id + "x" };
        Assert.AreEqual("No matching signature found", await VerifyAsync(sending.Secrets.Current!, got with { Body = "{}"u8.ToArray() }));
        Assert.AreEqual("No matching signature found", await VerifyAsync(sending.Secrets.Current!, got with { Headers = renamed }));
    }

    [TestMethod]
    public async Task A_verifier_for_NET_takes_it_and_refuses_another_secret_another_body_and_an_old_time()
    {
        await using var sending = await Sending.ToAsync(start: DateTimeOffset.UtcNow);
        await using var old = await Sending.ToAsync(start: DateTimeOffset.UtcNow.AddMinutes(-6));

        await sending.SendAsync();
        await old.SendAsync();

        var (secret, got) = (sending.Secrets.Current!, sending.Server.Received.Single());
        Assert.IsTrue(IsTakenByDotNet(secret, got));
        Assert.IsFalse(IsTakenByDotNet(NewSecret(), got));
        Assert.IsFalse(IsTakenByDotNet(secret, got with { Body = "{}"u8.ToArray() }));
        Assert.IsFalse(IsTakenByDotNet(old.Secrets.Current!, old.Server.Received.Single()));
    }

    private static bool IsTakenByDotNet(SigningSecret secret, Received got)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in got.Headers)
        {
            headers[name] = value;
        }

        try
        {
            new StandardWebhook(secret.Show()).Verify(Encoding.UTF8.GetString(got.Body), headers);
            return true;
        }
        catch (WebhookVerificationException)
        {
            return false;
        }
    }

    private static SigningSecret NewSecret() => SigningSecret.New(Id26.New(DateTimeOffset.UnixEpoch));

    private static async Task<string> VerifyAsync(SigningSecret secret, Received got)
    {
        var run = await Command.TryAsync(
            "node", [Repository.PathOf("OffRamp.Functions.Tests", "Webhooks", "verify.cjs")], Repository.Root,
            JsonSerializer.Serialize(new { secret = secret.Show(), headers = got.Headers, body = Convert.ToBase64String(got.Body) }));
        Assert.AreEqual(0, run.Code, run.All);
        return run.Output.Trim();
    }
}
