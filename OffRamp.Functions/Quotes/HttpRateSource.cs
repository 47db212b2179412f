using OffRamp.Functions.Hosting;

namespace OffRamp.Functions.Quotes;

/// <inheritdoc cref="IRateSource"/>
internal sealed class HttpRateSource(ProviderHttp http, TimeProvider clock) : IRateSource
{
    private static readonly TimeSpan OldestRate = TimeSpan.FromSeconds(60);

    // Its clock may be a little ahead of ours; far ahead, its word about age is worth nothing.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    public async Task<Rate?> FindAsync(Currency asset, Currency fiat, CancellationToken cancellation)
    {
        var answer = await http.GetAsync($"/rates?asset={asset.Code}&fiat={fiat.Code}", cancellation);
        if (!Rate.TryParse(answer.Text("rate", maximum: 64), out var rate) || answer.Text("as_of") is not { } asOf
            || Times.TryParse(asOf) is not { } time)
        {
            return null;
        }

        var age = clock.GetUtcNow() - time;
        return age <= OldestRate && age >= -ClockSkew ? rate : null;
    }
}
