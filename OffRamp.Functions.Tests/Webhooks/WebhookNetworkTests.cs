using System.Net;
using System.Net.Sockets;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Webhooks.Out.Delivery;
using OffRamp.Functions.Webhooks.Out.Endpoint;

namespace OffRamp.Functions.Tests.Webhooks;

/// <summary>Where webhooks go and where they never go, whatever a partner says its address is.</summary>
[TestClass]
public sealed class WebhookNetworkTests
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");

    [TestMethod]
    [DataRow("0.0.0.0")]
    [DataRow("10.1.2.3")]
    [DataRow("100.64.0.1")]
    [DataRow("127.0.0.1")]
    [DataRow("127.8.9.10")]
    [DataRow("169.254.169.254")]
    [DataRow("168.63.129.16")]
    [DataRow("172.16.0.1")]
    [DataRow("172.31.255.255")]
    [DataRow("192.0.0.8")]
    [DataRow("192.168.1.1")]
    [DataRow("198.18.0.1")]
    [DataRow("203.0.113.9")]
    [DataRow("224.0.0.1")]
    [DataRow("255.255.255.255")]
    [DataRow("::")]
    [DataRow("::1")]
    [DataRow("::127.0.0.1")]
    [DataRow("::ffff:10.0.0.1")]
    [DataRow("::ffff:93.184.216.34")]
    [DataRow("::93.184.216.34")]
    [DataRow("64:ff9b::10.0.0.1")]
    [DataRow("64:ff9b:1::a00:1")]
    [DataRow("2002:a00:1::")]
    [DataRow("2001:0:53aa:64c::1")]
    [DataRow("2001:db8::1")]
    [DataRow("fc00::1")]
    [DataRow("fd00:ec2::254")]
    [DataRow("fe80::1")]
    [DataRow("fe80::1%2")]
    [DataRow("fec0::1")]
    [DataRow("ff02::1")]
    [DataRow("100::1")]
    public async Task No_webhook_goes_to_an_address_that_is_not_public(string address)
    {
        Assert.IsFalse(PublicAddress.Is(IPAddress.Parse(address)), address);
        Assert.AreEqual(SendResult.Failed("address_refused"), await SendAsync(Leading(address)));
    }

    [TestMethod]
    [DataRow("93.184.216.34")]
    [DataRow("1.1.1.1")]
    [DataRow("172.15.255.255")]
    [DataRow("172.32.0.1")]
    [DataRow("100.128.0.1")]
    [DataRow("2606:2800:220:1:248:1893:25c8:1946")]
    [DataRow("2a00:1450:4001:831::200e")]
    public void Public_addresses_are_those_of_anybody(string address) => Assert.IsTrue(PublicAddress.Is(IPAddress.Parse(address)));

    [TestMethod]
    public async Task One_address_that_is_not_public_is_enough_to_refuse_a_name() =>
        Assert.AreEqual(SendResult.Failed("address_refused"), await SendAsync(Leading("93.184.216.34", "10.0.0.1")));

    [TestMethod]
    [DataRow("https://127.0.0.1/")]
    [DataRow("https://[::1]/")]
    [DataRow("https://[::ffff:169.254.169.254]/")]
    [DataRow("https://2130706433/")]
    [DataRow("https://0x7f.1/")]
    [DataRow("https://0177.0.0.1/")]
    [DataRow("https://169.254.169.254/metadata/instance")]
    public async Task An_address_in_the_place_of_the_name_is_looked_at_too(string url) =>
        Assert.AreEqual(SendResult.Failed("address_refused"), await SendAsync(Leading("93.184.216.34"), url));

    [TestMethod]
    public async Task Plain_http_goes_nowhere() =>
        Assert.AreEqual(SendResult.Failed("address_refused"), await SendAsync(Leading("93.184.216.34"), "http://shop.example/hook"));

    [TestMethod]
    public async Task A_name_that_leads_nowhere_is_told() =>
        Assert.AreEqual(SendResult.Failed("name_not_resolved"), await SendAsync(
            new(isLocal: false) { Resolve = (_, _) => throw new SocketException((int)SocketError.HostNotFound) }));

    [TestMethod]
    public async Task The_address_that_was_checked_is_the_one_connected_to_and_TLS_is_held_to_the_name()
    {
        await using var server = await PartnerServer.StartAsync("shop.example");
        var (resolved, dialled) = (new List<string>(), new List<IPEndPoint>());
        var network = Network(server, (name, _) =>
        {
            resolved.Add(name);
            return Task.FromResult(new[] { Public });
        }, dialled);

        var right = await SendAsync(network, "https://shop.example:8443/hook");
        var wrong = await SendAsync(network, "https://other.example/hook");

        Assert.AreEqual((204, null), (right.StatusCode, right.Error));
        Assert.AreEqual(SendResult.Failed("tls_failed"), wrong);
        CollectionAssert.AreEqual(new[] { "shop.example", "other.example" }, resolved);
        CollectionAssert.AreEqual(new[] { new IPEndPoint(Public, 8443), new IPEndPoint(Public, 443) }, dialled);
        Assert.AreEqual("shop.example:8443", server.Received.Single().Headers["host"]);
    }

    [TestMethod]
    public async Task A_name_that_changes_is_looked_at_again_at_each_connection()
    {
        await using var server = await PartnerServer.StartAsync("shop.example");
        server.Answer = context =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        };
        var answers = new Queue<IPAddress>([Public, IPAddress.Loopback]);
        using var sender = new WebhookSender(
            Network(server, (_, _) => Task.FromResult(new[] { answers.Dequeue() }), []), ManualTime.New());
        var endpoint = Sending.EndpointAt(new("https://shop.example/hook"));

        var first = await sender.SendAsync(endpoint, Sending.EventId, Sending.Body, default);
        var second = await sender.SendAsync(endpoint, Sending.EventId, Sending.Body, default);

        Assert.IsTrue(first.IsDelivered);
        Assert.AreEqual(SendResult.Failed("address_refused"), second);
        Assert.HasCount(1, server.Received);
    }

    [TestMethod]
    public async Task Of_several_addresses_one_may_be_dead()
    {
        await using var server = await PartnerServer.StartAsync("shop.example");
        var dead = IPAddress.Parse("1.2.3.4");
        var dialled = new List<IPEndPoint>();

        var result = await SendAsync(Network(server, (_, _) => Task.FromResult(new[] { dead, Public }), dialled, dead));

        Assert.IsTrue(result.IsDelivered, result.Error);
        Assert.HasCount(2, dialled);
    }

    [TestMethod]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        await using var server = await PartnerServer.StartAsync("shop.example");
        var network = new WebhookNetwork(isLocal: false)
        {
            Resolve = (_, _) => Task.FromResult(new[] { Public }),
            Dial = async (_, cancellation) => await server.DialAsync(cancellation),
        };

        Assert.AreEqual(SendResult.Failed("tls_failed"), await SendAsync(network));
    }

    [TestMethod]
    [DataRow("http", "127.0.0.1", true)]
    [DataRow("https", "::1", true)]
    [DataRow("https", "1.1.1.1", true)]
    [DataRow("http", "1.1.1.1", false)]
    [DataRow("http", "192.168.1.1", false)]
    [DataRow("https", "169.254.169.254", false)]
    public async Task In_local_mode_this_machine_will_do_too_and_nothing_else(string scheme, string address, bool isAllowed)
    {
        var network = new WebhookNetwork(isLocal: true);

        if (isAllowed)
        {
            Assert.HasCount(1, await network.FindAsync(scheme, address, default));
        }
        else
        {
            await Assert.ThrowsExactlyAsync<AddressRefusedException>(() => network.FindAsync(scheme, address, default));
        }
    }

    private static WebhookNetwork Leading(params string[] addresses) => new(isLocal: false)
    {
        Resolve = (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()),
        Dial = (address, _) => throw new AssertFailedException($"{address} was dialled"),
    };

    // The test's server stands for every public address but the dead one.
    private static WebhookNetwork Network(
        PartnerServer server, Func<string, CancellationToken, Task<IPAddress[]>> resolve, List<IPEndPoint> dialled, IPAddress? dead = null) =>
        new(isLocal: false)
        {
            Resolve = resolve,
            Trust = server.Trusting(),
            Dial = async (address, cancellation) =>
            {
                dialled.Add(address);
                return address.Address.Equals(dead)
                    ? throw new SocketException((int)SocketError.HostUnreachable)
                    : await server.DialAsync(cancellation);
            },
        };

    private static async Task<SendResult> SendAsync(WebhookNetwork network, string url = "https://shop.example/hook")
    {
        using var sender = new WebhookSender(network, ManualTime.New());
        return await sender.SendAsync(Sending.EndpointAt(new(url)), Sending.EventId, Sending.Body, default);
    }
}
