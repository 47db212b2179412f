using System.Net;
using System.Net.Http.Json;
using OffRamp.Functions.Tests.Infrastructure;
using OffRamp.LocalHost;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>The product itself in the local world: Azurite, sandbox, host and app, all real, on free ports.</summary>
[TestClass]
public sealed class WholeAppTests
{
    /// <summary>The app's build folder beside this one is a whole function app.</summary>
    public static string AppFolder { get; } = AppContext.BaseDirectory.Replace("OffRamp.Functions.Tests", "OffRamp.Functions", StringComparison.Ordinal);

    [TestMethod]
    public async Task The_app_is_ready_behind_the_host()
    {
        var data = Directory.CreateTempSubdirectory("whole-app-").FullName;
        var trouble = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using (var host = await LocalHostApp.StartAsync(new LocalHostOptions
        {
            AppFolder = AppFolder,
            DataFolder = data,
            AzuritePort = 0,
            SandboxPort = 0,
            RealtimePort = 0,
            ServiceBusPort = 0,
            Settings = LocalSettings.Defaults,
            OnError = trouble.Enqueue,
        }))
        {
            using var http = new HttpClient { BaseAddress = host.BaseUri };

            using var ready = await http.GetAsync(new Uri("health/ready", UriKind.Relative));
            using var stranger = await http.GetAsync(new Uri("v1/capabilities", UriKind.Relative));
            http.DefaultRequestHeaders.Authorization = new("Bearer", LocalSettings.Defaults["OFFRAMP_DEMO_PARTNER_TOKEN"]);
            using var sandbox = await http.GetAsync(new Uri(host.Sandbox!.BaseUri, "sandbox"));
            using var start = await http.GetAsync(new Uri("/", UriKind.Relative));
            using var session = await http.PostAsJsonAsync("widget/session", Bodies.Proof());
            await host.ClockAdvance.AdvanceAsync(TimeSpan.Zero, default);
            using var page = await http.GetAsync(new Uri("sell/nobody", UriKind.Relative));

            Assert.AreEqual(HttpStatusCode.OK, ready.StatusCode);
            Assert.AreEqual(HttpStatusCode.Unauthorized, stranger.StatusCode);
            Assert.AreEqual(HttpStatusCode.OK, sandbox.StatusCode);
            Assert.Contains($"frame-src {host.Sandbox.BaseUri.GetLeftPart(UriPartial.Authority)};", page.Headers.GetValues("Content-Security-Policy").Single());
            Assert.AreEqual("session.created", host.ServiceBus!.Taken.Single().Label, $"{session.StatusCode}");
            Assert.AreEqual("text/html", start.Content.Headers.ContentType!.MediaType);
            // What Azure's clients log is the whole process's, other tests' too.
            Assert.AreEqual("", string.Join('\n', trouble.Where(line => !line.Contains("[Azure.", StringComparison.Ordinal))), "nothing is warned of");
        }
        Directory.Delete(data, recursive: true);
    }
}
