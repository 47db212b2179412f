using System.Runtime.InteropServices;
using OffRamp.LocalHost;
using OffRamp.LocalHost.EmbeddedStore;

var stop = new TaskCompletionSource();
using var cancellation = new CancellationTokenSource();
PosixSignalRegistration[] signals = [.. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP]).Select(signal =>
    PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        cancellation.Cancel();
        stop.TrySetResult();
    }))];
// A file-size limit is a full disk like any other: the write fails, the process goes on (SIGXFSZ).
using var fileTooLarge = OperatingSystem.IsLinux() ? PosixSignalRegistration.Create((PosixSignal)25, context => context.Cancel = true) : null;
try
{
    var options = CommandLine.Read(Environment.GetEnvironmentVariable, Environment.GetEnvironmentVariables().Keys.Cast<string>(), args);
    await using var host = await LocalHostApp.StartAsync(options, cancellation.Token);
    if (!options.IsSandboxOnly)
    {
        await Readiness.WaitAsync(host, cancellation.Token);
    }
    Console.WriteLine(Readiness.WhatToOpen(host, options.IsSandboxOnly));
    Console.WriteLine($"ready {(options.IsSandboxOnly ? host.Sandbox!.BaseUri : host.BaseUri).GetLeftPart(UriPartial.Authority)}");
    await stop.Task;
    return 0;
}
catch (Exception failure) when (failure is HostFailure or StoreRefusedException)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
{
    return 0;
}
finally
{
    foreach (var signal in signals)
    {
        signal.Dispose();
    }
}
