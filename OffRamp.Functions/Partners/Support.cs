namespace OffRamp.Functions.Partners;

/// <summary>Where a partner's users find help: on the sell page, and in what the partner is told. At least one of the two.</summary>
internal sealed record Support(string? Email, string? Url);
