using OffRamp.Functions.Hosting.Errors;

namespace OffRamp.Functions.Hosting.Configuration;

/// <summary>The app cannot start as it is configured. The message has one line for each problem and no values.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems)
    : Exception("OffRamp cannot start, its settings are not usable:" + string.Concat(problems.Select(p => $"\n  {p}")))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
