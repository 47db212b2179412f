using Microsoft.AspNetCore.Connections;
using OffRamp.LocalHost.Clock;
using OffRamp.LocalHost.Realtime;
using OffRamp.LocalHost.Sandbox;
using OffRamp.LocalHost.ServiceBus;

namespace OffRamp.LocalHost;

/// <summary>Starts what stands in for services of others; a port that is taken is said in one line.</summary>
internal sealed class StandIns(LocalHostOptions options, Uri api, SharedClock clock, string dataFolder)
{
    public async Task<SandboxServer> StartSandboxAsync(int port)
    {
        var defaults = new SandboxOptions();
        try
        {
            return await SandboxServer.StartAsync(new SandboxOptions
            {
                Port = port,
                ApiBase = api,
                Clock = clock,
                DataFolder = dataFolder,
                CustodianSecret = Secret("CUSTODIAN", defaults.CustodianSecret),
                PayoutsSecret = Secret("PAYOUTS", defaults.PayoutsSecret),
                KycSecret = Secret("KYC", defaults.KycSecret),
            });
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            throw new HostFailure($"Port {port} is in use: stop what listens there, or set OFFRAMP_SANDBOX_PORT.", problem);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            throw new HostFailure($"The sandbox cannot start: {problem.Message}", problem);
        }
    }

    public async Task<RealtimeServer> StartRealtimeAsync(int port)
    {
        try
        {
            return await RealtimeServer.StartAsync(new RealtimeOptions
            {
                Port = port,
                Key = options.Settings.GetValueOrDefault("OFFRAMP_REALTIME_KEY", RealtimeOptions.LocalKey),
                EventHandler = new Uri(api, "/webhooks/realtime"),
                RealTime = options.RealTime,
            });
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            throw new HostFailure($"Port {port} is in use: stop what listens there, or set OFFRAMP_REALTIME_PORT.", problem);
        }
    }

    public async Task<ServiceBusServer> StartServiceBusAsync(int port)
    {
        try
        {
            return await ServiceBusServer.StartAsync(new ServiceBusOptions
            {
                Port = port,
                LargestMessage = options.LargestBusMessage,
                Token = options.Settings.GetValueOrDefault("OFFRAMP_SERVICEBUS_TOKEN", ServiceBusOptions.LocalToken),
            });
        }
        catch (IOException problem)
        {
            throw new HostFailure($"Port {port} is in use: stop what listens there, or set OFFRAMP_SERVICEBUS_PORT.", problem);
        }
    }

    private string Secret(string provider, string byDefault) =>
        options.Settings.TryGetValue($"OFFRAMP_{provider}_SECRET", out var secret) ? secret.Split(',')[0] : byDefault;
}
