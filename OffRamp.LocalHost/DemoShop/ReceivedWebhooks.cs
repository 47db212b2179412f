using System.Text.Json.Nodes;

namespace OffRamp.LocalHost.DemoShop;

/// <summary>What came to the shop's webhook endpoint, oldest first: believed only where the signature is right. Kept while the host runs.</summary>
internal sealed class ReceivedWebhooks(TimeProvider clock)
{
    private const int Most = 1000;

    private readonly Lock gate = new();
    private readonly List<ReceivedWebhook> all = [];
    private readonly HashSet<string> refused = [];
    private int dropped;

    /// <summary>What the endpoint's deliveries are signed with; null as long as the shop has no endpoint.</summary>
    public string? Secret { get; set; }

    /// <summary>From now on the shop answers 500 to what is about this sell and its session.</summary>
    /// <param name="sellId">The sell's or the session's: they share what follows the underscore.</param>
    public void Refuse(string sellId)
    {
        lock (gate)
        {
            refused.Add(Shared(sellId));
        }
    }

    /// <returns>The status to answer with.</returns>
    public int Take(string id, string timestamp, string signatures, string body)
    {
        var isVerified = Secret is { } secret && WebhookSignature.IsRight(secret, id, timestamp, signatures, body, clock.GetUtcNow());
        var content = isVerified ? JsonNode.Parse(body) : null;
        lock (gate)
        {
            var isRefused = content?["data"]?["id"] is { } about && refused.Contains(Shared((string)about!));
            all.Add(new(id, clock.GetUtcNow(), isVerified, isRefused, content));
            if (all.Count > Most)
            {
                all.RemoveAt(0);
                dropped++;
            }

            return !isVerified ? StatusCodes.Status401Unauthorized : isRefused ? StatusCodes.Status500InternalServerError : StatusCodes.Status204NoContent;
        }
    }

    /// <summary>What has come since, and how many have come in all.</summary>
    /// <param name="heard">How many the caller has heard of.</param>
    public (IReadOnlyList<ReceivedWebhook> News, int Heard) Since(int heard)
    {
        lock (gate)
        {
            return ([.. all.Skip(Math.Max(0, heard - dropped))], dropped + all.Count);
        }
    }

    private static string Shared(string id) => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..];
}

/// <param name="Id">The event's: the same on every attempt.</param>
/// <param name="Refused">The shop answered 500, because it was told to.</param>
/// <param name="Body">Null where the signature was wrong.</param>
internal sealed record ReceivedWebhook(string Id, DateTimeOffset ReceivedAt, bool Verified, bool Refused, JsonNode? Body);
