namespace OffRamp.Functions.Hosting.Errors;

/// <summary>
/// Codes that name what is wrong with one field; <see cref="ProblemCatalogue"/> has those that say more. Part of the
/// HTTP contract.
/// </summary>
internal static class FieldCodes
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["required"] = "It is missing, or null.",
        ["invalid_type"] = "It is of another JSON type.",
        ["too_short"] = "It is empty.",
        ["too_long"] = "It has too many characters.",
        ["too_many"] = "It has too many entries.",
        ["invalid_characters"] = "It has characters that are not allowed, such as control characters.",
        ["invalid_value"] = "The entry cannot be used.",
        ["out_of_range"] = "It is too small or too large.",
        ["not_supported"] = "It is none of the words that are known here.",
        ["flow_not_supported"] = "Only the flow `off_ramp` is.",
        ["invalid_amount"] = "It is no decimal text with so many decimals as the currency has.",
        ["ambiguous_amount"] = "Two amounts are given where one decides.",
        ["ambiguous_choice"] = "Two things are given of which only one can be done.",
        ["invalid_country"] = "It is no country code of ISO 3166-1 alpha-2.",
        ["invalid_email"] = "It is no e-mail address.",
        ["invalid_url"] = "It is no https address, nor http on localhost.",
        ["url_not_public"] = "It leads to an address that is not on the public internet.",
        ["url_not_resolved"] = "Its name leads nowhere at the moment.",
        ["invalid_time"] = "It is no RFC 3339 time.",
        ["invalid_date"] = "It is no date.",
        ["invalid_hash"] = "It is no transaction hash.",
        ["invalid_tx_hash"] = "It is no transaction hash.",
        ["invalid_address"] = "It is no address on a known network (in notices only).",
        ["invalid_currency"] = "It is no currency code (in notices only).",
        ["invalid_cursor"] = "This list has not given it out.",
        ["repeated"] = "The query names it more than once.",
    };
}
