using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Errors;
using OffRamp.Functions.Quotes;

namespace OffRamp.Functions.Sells.Creation;

/// <summary>What a user accepts: the quote, the card to pay to, and where crypto goes back.</summary>
internal sealed record SellOrder(string QuoteId, string CardToken, string RefundAddress)
{
    public string QuoteHash => QuoteToken.Hash(QuoteId);

    /// <exception cref="ProblemException">422 with every problem.</exception>
    public static async Task<SellOrder> ReadAsync(HttpContext context)
    {
        var fields = await RequestBody.ReadAsync(context);
        var quote = fields.Text("quote_id", required: true, maximum: 1024);
        var card = fields.Text("card_token", required: true);
        var refund = fields.Text("refund_address", required: true);
        fields.ThrowIfInvalid();
        return new(quote!, card!, refund!);
    }
}

/// <summary>The fields that <see cref="SellOrder.ReadAsync"/> reads, for the API's description.</summary>
internal sealed record SellBody
{
    public required string QuoteId { get; init; }
    public required string CardToken { get; init; }
    public required string RefundAddress { get; init; }
}
