using System.Text.Json;

namespace OffRamp.Functions.Tests.LocalHost;

/// <summary>A function app whose handler is a small Node script: a real process, to be started, watched and killed.</summary>
internal sealed class NodeApp : IDisposable
{
    private const string Prelude = """
        const http = require('http'), fs = require('fs'), path = require('path');
        const root = process.env.FUNCTIONS_APP_ROOT_PATH;
        const starts = path.join(root, 'starts');
        fs.appendFileSync(starts, process.pid + '\n');
        const started = fs.readFileSync(starts, 'utf8').trim().split('\n').length;
        const listen = answer => http.createServer((request, response) => {
          let body = '';
          request.on('data', part => body += part).on('end', () => answer(request, response, body));
        }).listen(process.env.FUNCTIONS_CUSTOMHANDLER_PORT, '127.0.0.1');
        const say = (response, text) => { response.setHeader('Content-Type', 'application/json'); response.end(text); };

        """;

    public NodeApp(string script, string? functionTimeout = null)
    {
        Folder = Directory.CreateTempSubdirectory("node-app-").FullName;
        File.WriteAllText(Path.Combine(Folder, "handler.cjs"), Prelude + script);
        File.WriteAllText(Path.Combine(Folder, "host.json"), JsonSerializer.Serialize(new
        {
            version = "2.0",
            functionTimeout = functionTimeout ?? "00:05:00",
            customHandler = new { enableProxyingHttpRequest = true, description = new { defaultExecutablePath = "node", arguments = new[] { "handler.cjs" } } },
            extensions = new { http = new { routePrefix = "" } },
        }));
        Declare("Everything", """{ "type": "httpTrigger", "direction": "in", "name": "req", "route": "{*p}" }, { "type": "http", "direction": "out", "name": "res" }""");
        Declare("Wait", """{ "type": "orchestrationTrigger", "direction": "in", "name": "context" }""");
    }

    public string Folder { get; }

    public string Data => Path.Combine(Folder, "data");

    /// <summary>Process ids, one for each start.</summary>
    public int[] Starts => [.. File.ReadAllLines(Path.Combine(Folder, "starts")).Select(int.Parse)];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Declare(string name, string bindings)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "function.json"), $$"""{ "bindings": [ {{bindings}} ] }""");
    }
}
