namespace OffRamp.Functions.Partners;

/// <summary>Countries by their codes of ISO 3166-1 alpha-2, read in any case and written in capitals.</summary>
internal static class Countries
{
    /// <summary>What a country code is, for those who sent something else.</summary>
    public const string Expected = "a country code of ISO 3166-1 alpha-2, such as DE";

    // Assigned on 1 November 2026. `UK` is none: that country is GB.
    private static readonly HashSet<string> Codes =
    [
        .. """
            AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
            CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
            GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
            KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
            MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
            SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
            UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
            """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    ];

    public static IReadOnlyList<string> All { get; } = [.. Codes];

    /// <summary>The code in capitals; null for what is none.</summary>
    public static string? Parse(string text) =>
        text.Length == 2 && text.ToUpperInvariant() is var code && Codes.Contains(code) ? code : null;
}
