using System.Net;
using OffRamp.LocalHost.ServiceBus;

namespace OffRamp.LocalHost;

/// <summary>When the local world may be called ready, and what there is to open.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <exception cref="HostFailure">The app says what is missing, or says nothing.</exception>
    public static async Task WaitAsync(LocalHostApp host, CancellationToken stopping)
    {
        using var http = new HttpClient { BaseAddress = host.BaseUri };
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative), stopping);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new HostFailure($"The app is not ready: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(stopping)}");
            }

            await Task.Delay(Pause, stopping);
        }
    }

    public static string WhatToOpen(LocalHostApp host, bool isSandboxOnly)
    {
        var home = host.BaseUri.GetLeftPart(UriPartial.Authority);
        List<string> lines = isSandboxOnly
            ? [$"notices go to {home}/webhooks: start the app there"]
            :
            [
                $"open first    {home}/  (a demo shop with the sell page in it)",
                $"API           {home}/v1  (Authorization: Bearer ot_test_local_demo_partner_token)",
                $"operators     {home}/ops  (their console; the key is local-operator-key)",
            ];
        if (host.Sandbox is { } sandbox)
        {
            lines.Add($"sandbox       {sandbox.BaseUri.GetLeftPart(UriPartial.Authority)}/sandbox");
        }

        if (host.Chain is { } chain)
        {
            lines.Add($"chain         {chain.Url.GetLeftPart(UriPartial.Authority)}  (JSON-RPC, number 31337; what an address has: {home}/local/chain/0x...)");
        }

        if (host.ServiceBus is { } bus)
        {
            lines.Add($"service bus   {home}{LocalRoutes.Messages}  (AMQP on port {bus.BaseUri.Port})");
        }

        return string.Join('\n', lines);
    }
}
