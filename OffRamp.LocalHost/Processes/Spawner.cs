using System.Collections.Concurrent;
using System.Diagnostics;

namespace OffRamp.LocalHost.Processes;

/// <summary>
/// Starts every child process on one thread that lives as long as the host. Linux sends the parent-death
/// signal when the *thread* that forked a child ends, so a pool thread must not do it.
/// </summary>
internal static class Spawner
{
    private static readonly BlockingCollection<Action> Requests = [];

    static Spawner() => new Thread(Run) { IsBackground = true, Name = "spawner" }.Start();

    public static Task StartAsync(Process process)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add(() =>
        {
            try
            {
                process.Start();
                started.SetResult();
            }
            catch (Exception problem) when (problem is System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                started.SetException(problem);
            }
        });
        return started.Task;
    }

    private static void Run()
    {
        foreach (var request in Requests.GetConsumingEnumerable())
        {
            request();
        }
    }
}
