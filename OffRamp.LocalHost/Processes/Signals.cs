using System.Runtime.InteropServices;

namespace OffRamp.LocalHost.Processes;

/// <summary>POSIX signals, which .NET cannot send; on Windows a process can only be killed.</summary>
internal static class Signals
{
    private const int Terminate = 15;

    /// <summary>Asks a process to end in its own time. False when it is gone already or cannot be asked.</summary>
    public static bool TryTerminate(int processId) => !OperatingSystem.IsWindows() && Kill(processId, Terminate) == 0;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
