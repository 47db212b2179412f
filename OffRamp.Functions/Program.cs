using OffRamp.Functions;
using OffRamp.Functions.Hosting;
using OffRamp.Functions.Storage;

// The Functions host takes exit code 0 for "all is well" and never starts the app again; 200 asks for a new start.
const int refused = 1;
const int stopped = 200;

try
{
    var settings = Settings.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
    if (Array.Exists(args, argument => argument == "--functions-uri"))
    {
        using var worker = AppBuilder.BuildWorker(settings, args);
        await worker.RunAsync();
    }
    else
    {
        await using var app = AppBuilder.Build(settings);
        await app.RunAsync();
    }
    return stopped;
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return refused;
}
catch (Exception e) when (e is IOException or StorageException)
{
    await Console.Error.WriteLineAsync($"OffRamp cannot start: {e.Message.ReplaceLineEndings(" ")}");
    return refused;
}
