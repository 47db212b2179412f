namespace OffRamp.Functions.Hosting.Errors;

/// <summary>What is wrong with a field beyond its code, for pages that say it in their user's language. Part of the HTTP contract.</summary>
internal static class FieldReasons
{
    public const string NotAnAddress = "not_an_address";
    public const string TokenContract = "token_contract";
    public const string DepositAddress = "deposit_address";
    public const string AddressNotAllowed = "address_not_allowed";
    public const string CardExpired = "card_expired";
    public const string CardUnknown = "card_unknown";

    public static IReadOnlyList<string> All { get; } = [NotAnAddress, TokenContract, DepositAddress, AddressNotAllowed, CardExpired, CardUnknown];
}
