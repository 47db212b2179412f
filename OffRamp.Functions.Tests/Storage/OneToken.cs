using System.Collections.Concurrent;
using Azure.Core;

namespace OffRamp.Functions.Tests.Storage;

/// <summary>An identity whose token never changes, and which remembers what it was asked for.</summary>
internal sealed class OneToken : TokenCredential
{
    public ConcurrentQueue<string> Scopes { get; } = new();

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(GetToken(requestContext, cancellationToken));

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Scopes.Enqueue(string.Join(' ', requestContext.Scopes));
        return new AccessToken("the-token", DateTimeOffset.MaxValue);
    }
}
