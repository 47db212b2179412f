using System.Net;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.Functions.Tests.Scenarios;

namespace OffRamp.Functions.Tests.Pages;

/// <summary>What a partner's backend opens for its user.</summary>
internal sealed record SellSession(string Id, string WidgetUrl)
{
    public string SellId => "sell_" + Id["ses_".Length..];

    public string Secret => WidgetUrl.Split('#')[1];
}

internal static class SellSessions
{
    /// <param name="world">Where.</param>
    /// <param name="email">Null where the partner does not know its user.</param>
    /// <param name="amount">In EUR, where the partner fixes it.</param>
    /// <param name="network">As the partner names it.</param>
    public static async Task<SellSession> OpenAsync(World world, string? email = "ada+verified@example.com", string? amount = null, string network = "TRON")
    {
        var body = Bodies.Gate().With("target_token", "USDT").With("target_network", network).With("amount", amount).With("user_email", email);
        foreach (var name in new[] { "amount", "user_email" }.Where(name => body[name] is null))
        {
            body.Remove(name);
        }

        var opened = await world.PartnerAsync(HttpMethod.Post, "/v1/sessions", body, HttpStatusCode.Created);
        return new(opened.GetProperty("id").GetString()!, opened.GetProperty("widget_url").GetString()!);
    }
}
