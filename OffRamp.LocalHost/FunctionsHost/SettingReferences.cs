using System.Text.RegularExpressions;

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>A binding may name an app setting between percent signs, as a timer's schedule often does.</summary>
internal static partial class SettingReferences
{
    /// <summary>The text with the settings' values in the place of their names.</summary>
    /// <param name="text">What a binding says.</param>
    /// <param name="function">Whose binding it is.</param>
    /// <param name="settings">Found whatever the case of their letters, with <c>__</c> for <c>:</c>.</param>
    /// <exception cref="HostFailure">A setting is missing.</exception>
    public static string Resolve(string text, string function, IReadOnlyDictionary<string, string> settings) =>
        Reference().Replace(text, reference => Find(reference.Groups[1].Value, settings)
            ?? throw new HostFailure($"The function {function} needs the setting {reference.Groups[1].Value}, which is missing."));

    private static string? Find(string name, IReadOnlyDictionary<string, string> settings) =>
        settings.FirstOrDefault(setting => Colons(setting.Key).Equals(Colons(name), StringComparison.OrdinalIgnoreCase)).Value;

    private static string Colons(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}
