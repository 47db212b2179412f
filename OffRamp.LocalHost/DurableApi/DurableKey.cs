using System.Security.Cryptography;
using System.Text;

namespace OffRamp.LocalHost.DurableApi;

/// <summary>The Durable extension's system key: as <c>code</c> in the query or <c>x-functions-key</c>; without it, 401.</summary>
internal sealed class DurableKey(string key) : IEndpointFilter
{
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public string Value => key;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        return Fits(request.Headers["x-functions-key"]) || Fits(request.Query["code"]) ? await next(context) : Results.Unauthorized();
    }

    private bool Fits(string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), _hash);
}
