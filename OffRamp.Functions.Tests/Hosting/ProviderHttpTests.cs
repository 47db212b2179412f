using System.Net;
using System.Net.Sockets;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class ProviderHttpTests
{
    [TestMethod]
    public async Task A_call_carries_the_token_and_a_post_its_key()
    {
        var provider = StubProvider.Answering(HttpStatusCode.OK, """{"ok":true}""");
        using var http = provider.Connect();

        await http.PostAsync("/things", new { SomeName = 1 }, "key-1", default);

        Assert.AreEqual("https://provider.example/base/things", provider.LastRequest!.RequestUri!.AbsoluteUri);
        Assert.AreEqual("Bearer secret-token", provider.LastRequest.Headers.Authorization!.ToString());
        Assert.AreEqual("key-1", provider.LastRequest.Headers.GetValues("Idempotency-Key").Single());
        Assert.AreEqual("""{"some_name":1}""", provider.LastBody);
    }

    [TestMethod]
    [DataRow(typeof(HttpRequestException))]
    [DataRow(typeof(IOException))]
    [DataRow(typeof(SocketException), DisplayName = "Also one that ends in the moment in which it is made, of which .NET says so")]
    public async Task A_broken_connection_is_silence(Type why)
    {
        using var http = StubProvider.Silent((Exception)Activator.CreateInstance(why)!).Connect();

        Assert.AreSame(ProviderAnswer.Silence, await http.GetAsync("/things", default));
    }

    [TestMethod]
    public async Task An_endless_answer_is_silence()
    {
        using var http = StubProvider.Answering(HttpStatusCode.OK, new string('x', (4 * 1024 * 1024) + 1)).Connect();

        Assert.AreSame(ProviderAnswer.Silence, await http.GetAsync("/things", default));
    }

    [TestMethod]
    public async Task A_call_that_is_given_up_says_so()
    {
        using var http = new StubProvider(() => throw new TaskCanceledException()).Connect();
        using var given = new CancellationTokenSource();
        await given.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => http.GetAsync("/things", given.Token));
    }

    [TestMethod]
    [DataRow("[1]")]
    [DataRow("\"text\"")]
    [DataRow("{\"a\":1,\"a\":2}")]
    [DataRow("<html>")]
    [DataRow("")]
    public async Task What_is_no_json_object_is_no_body(string body)
    {
        using var http = StubProvider.Answering(HttpStatusCode.OK, body).Connect();

        Assert.IsNull((await http.GetAsync("/things", default)).Body);
    }

    [TestMethod]
    [DataRow(401, true)]
    [DataRow(403, true)]
    [DataRow(400, false)]
    [DataRow(422, false)]
    [DataRow(500, false)]
    [DataRow(0, false)]
    public void Refused_credentials_are_our_fault(int status, bool refusesUs) =>
        Assert.AreEqual(refusesUs, new ProviderAnswer(status, null).RefusesUs);

    [TestMethod]
    public async Task A_page_that_is_not_the_providers_is_known_as_such()
    {
        using var page = StubProvider.Answering(HttpStatusCode.NotFound, "<html>blocked</html>").Connect();
        using var empty = StubProvider.Answering(HttpStatusCode.NotFound, "").Connect();

        Assert.AreEqual((true, false), ((await page.GetAsync("/things", default)).IsForeign, (await empty.GetAsync("/things", default)).IsForeign));
    }
}
