namespace OffRamp.Functions.Hosting.Configuration;

/// <param name="Container">The blob container that copies of the tables go to, for the app's own identity; null where there is a connection string.</param>
/// <param name="ConnectionString">Local only: of the emulator, where the container is called <c>copies</c>.</param>
internal sealed record CopySettings(Uri? Container, string? ConnectionString)
{
    private const string Name = "OFFRAMP_COPIES";

    /// <summary>Null where no copies are made.</summary>
    public static CopySettings? Read(SettingsReader reader)
    {
        if (reader.Optional(Name) is not { } text)
        {
            return null;
        }

        if (!text.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            if (!reader.IsLocal)
            {
                reader.Problem(Name, "must be the https address of a blob container");
            }

            return new(null, text);
        }

        if (!Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var container) || container.Scheme != Uri.UriSchemeHttps || container.AbsolutePath.Length < 2)
        {
            reader.Problem(Name, "must be the https address of a blob container");
            return null;
        }

        return new(container, null);
    }
}
