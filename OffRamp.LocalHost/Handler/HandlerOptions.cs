using OffRamp.LocalHost.Processes;

namespace OffRamp.LocalHost.Handler;

/// <summary>How to start the app folder's custom handler.</summary>
internal sealed record HandlerOptions(string AppFolder, HostJson HostJson)
{
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public Leftovers? NotedIn { get; init; }

    public Action<string>? OnOutput { get; init; }

    public Action<string>? OnError { get; init; }

    public ChildCommand CommandFor(int port)
    {
        var environment = new Dictionary<string, string>(Settings);
        var id = Guid.NewGuid().ToString();
        foreach (var name in (string[])["FUNCTIONS_CUSTOMHANDLER_PORT", "FUNCTIONS_HTTPWORKER_PORT"]) environment[name] = $"{port}";
        foreach (var name in (string[])["FUNCTIONS_CUSTOMHANDLER_WORKER_ID", "FUNCTIONS_HTTPWORKER_ID"]) environment[name] = id;
        environment["FUNCTIONS_APP_ROOT_PATH"] = AppFolder;
        environment["FUNCTIONS_WORKER_RUNTIME"] = "custom";
        return new ChildCommand("app", FindExecutable(), HostJson.Arguments)
        {
            Environment = environment,
            WorkingDirectory = Path.Combine(AppFolder, HostJson.WorkingDirectory),
            NotedIn = NotedIn,
            OnOutput = OnOutput,
            OnError = OnError,
        };
    }

    // Below the script root if it is there, else left to the PATH; the host makes it executable, because a zip forgets that.
    private string FindExecutable()
    {
        var path = Path.Combine(AppFolder, HostJson.Executable);
        if (!File.Exists(path)) return HostJson.Executable;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        return path;
    }
}
