namespace OffRamp.Functions.OpenApi;

/// <summary>Whom a schema is for: the same record is another schema where some of its fields are kept back.</summary>
/// <param name="Prefix">Of the names of schemas that differ from the whole ones.</param>
/// <param name="KeptBack">Fields that are not shown.</param>
/// <param name="Sends">It is what callers send and not what they get: fields that may be null may also be absent.</param>
internal sealed record Audience(string Prefix, IReadOnlyList<string> KeptBack, bool Sends = false)
{
    public static Audience Everyone { get; } = new("", []);

    public static Audience SellPage { get; } = new("Page", SellPageFields());

    public static Audience Sender { get; } = new("", [], Sends: true);

    private static IReadOnlyList<string> SellPageFields() => Functions.SellPage.PageView.PartnersOwn;
}
