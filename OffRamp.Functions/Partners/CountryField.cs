using OffRamp.Functions.Hosting.Json;

namespace OffRamp.Functions.Partners;

internal static class CountryField
{
    /// <summary>A country's code in capitals, read in any case.</summary>
    public static string? CountryCode(this JsonFields fields, string name)
    {
        if (fields.Text(name) is not { } text)
        {
            return null;
        }

        if (Countries.Parse(text) is { } code)
        {
            return code;
        }

        fields.Fail(name, "invalid_country", $"{name} must be {Countries.Expected}.");
        return null;
    }
}
