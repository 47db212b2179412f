using Azure;
using Azure.Identity;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Sells.Store;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Recovery;

/// <summary><c>dotnet OffRamp.Functions.dll restore [stamp]</c>: run by an operator, with the app's own settings of where tables and copies are.</summary>
internal static class RestoreCommand
{
    public static bool IsAsked(string[] args) => args is ["restore"] or ["restore", _];

    /// <returns>The process's exit code.</returns>
    /// <exception cref="SettingsException">A setting is missing or unusable.</exception>
    public static async Task<int> RunAsync(string? stamp, IConfiguration configuration, TextWriter output)
    {
        // Secrets of the app are not needed here, and an operator has none of them.
        var reader = new SettingsReader(configuration);
        var (storage, copies, clockFile) = (Settings.ReadStorage(reader), CopySettings.Read(reader), reader.LocalOnly("OFFRAMP_CLOCK_FILE"));
        reader.ThrowIfAnyProblem();
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new BusinessClock(clockFile))
            .AddSingleton<OpenSells>().AddSingleton<Restorations>().AddSingleton<RestoreTables>();
        services.AddStorage(storage);
        services.AddCopies(copies);
        await using var provider = services.BuildServiceProvider();
        try
        {
            await provider.GetRequiredService<RestoreTables>().RunAsync(stamp, output.WriteLine, CancellationToken.None);
            return 0;
        }
        catch (Exception e) when (IsOutage(e))
        {
            await output.WriteLineAsync($"Not restored: {e.Message.Split('\n')[0].Trim()}");
            return 1;
        }
    }

    // Several failed tries of the blob service come as an AggregateException.
    private static bool IsOutage(Exception e) => e
        is RestoreException or RequestFailedException or StorageException or InvalidDataException or AuthenticationFailedException or AggregateException;
}
