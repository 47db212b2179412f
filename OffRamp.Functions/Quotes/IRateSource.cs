namespace OffRamp.Functions.Quotes;

/// <summary>Where rates come from.</summary>
internal interface IRateSource
{
    /// <summary>
    /// Fiat per unit of the asset, at most 60 s old by the business clock. Null when the source does not answer within
    /// 10 s or only with an older rate: there is no rate then, and never a guess. Source: <c>GET /rates?asset=&amp;fiat=</c>.
    /// </summary>
    Task<Rate?> FindAsync(Currency asset, Currency fiat, CancellationToken cancellation);
}
