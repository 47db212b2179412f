using System.Security.Cryptography;
using System.Text;
using System.Web;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;

namespace OffRamp.LocalHost.ServiceBus;

/// <summary>
/// Claims-based security, by which a client signs in once it is connected: it puts a shared access signature for what it wants
/// to use, which is an HMAC by the key over the resource and the time until which it is good.
/// </summary>
internal sealed class TokenCheck(string key) : IRequestProcessor
{
    private const int Accepted = 202;
    private const int Unauthorized = 401;

    public int Credit => 100;

    public void Process(RequestContext requestContext)
    {
        var isOurs = requestContext.Message.Body is string token && IsSigned(token);
        requestContext.Complete(new Message
        {
            ApplicationProperties = new ApplicationProperties
            {
                ["status-code"] = isOurs ? Accepted : Unauthorized,
                ["status-description"] = isOurs ? "Accepted" : "The signature is by another key.",
            },
        });
    }

    private bool IsSigned(string token)
    {
        var said = HttpUtility.ParseQueryString(token[(token.IndexOf(' ') + 1)..]);
        var (resource, until, signature) = (said["sr"], said["se"], said["sig"]);
        if (resource is null || until is null || signature is null)
        {
            return false;
        }
        var signed = $"{Uri.EscapeDataString(resource)}\n{until}";
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(signed));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Convert.ToBase64String(expected)), Encoding.UTF8.GetBytes(signature));
    }
}
