using System.Net;
using Microsoft.AspNetCore.Http;
using OffRamp.Functions.Hosting.Limits;

namespace OffRamp.Functions.Tests.Hosting;

[TestClass]
public sealed class ClientAddressTests
{
    [TestMethod]
    [DataRow(null, "192.0.2.1")]
    [DataRow("", "192.0.2.1")]
    [DataRow("unknown", "192.0.2.1")]
    [DataRow("203.0.113.9", "203.0.113.9")]
    [DataRow("203.0.113.9:51234", "203.0.113.9")]
    [DataRow("1.1.1.1, made up, 203.0.113.9:51234", "203.0.113.9")]
    [DataRow("::ffff:203.0.113.9", "203.0.113.9")]
    [DataRow("[2001:db8:1:2:aaaa::1]:443", "20010DB800010002")]
    [DataRow("2001:db8:1:2:bbbb::2", "20010DB800010002")]
    public void The_platforms_word_counts_and_ports_do_not(string? forwarded, string expected)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.1");
        if (forwarded is not null)
        {
            context.Request.Headers["X-Platform-Client"] = forwarded;
        }

        Assert.AreEqual(expected, ClientAddress.Of(context, "X-Platform-Client"));
    }

    [TestMethod]
    public void Of_several_headers_the_last_was_added_last()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["X-Platform-Client"] = new(["1.1.1.1", "203.0.113.9"]);

        Assert.AreEqual("203.0.113.9", ClientAddress.Of(context, "X-Platform-Client"));
    }

    [TestMethod]
    public void Where_no_header_is_the_platform_s_nobody_is_believed_but_the_connection()
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.1");
        context.Request.Headers["X-Forwarded-For"] = "203.0.113.9";

        Assert.AreEqual("192.0.2.1", ClientAddress.Of(context, null));
    }
}
