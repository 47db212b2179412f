using Microsoft.Azure.Functions.Worker.Builder;
using OffRamp.Functions;
using OffRamp.Functions.Hosting.Configuration;
using OffRamp.Functions.Recovery;
using OffRamp.Functions.Storage;

const int refused = 1;

try
{
    if (RestoreCommand.IsAsked(args))
    {
        return await RestoreCommand.RunAsync(args.ElementAtOrDefault(1), new ConfigurationBuilder().AddEnvironmentVariables().Build(), Console.Out);
    }

    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.AddOffRamp(Settings.Read(builder.Configuration));
    await builder.Build().RunAsync();
    return 0;
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
