using System.Diagnostics;
using System.Globalization;

namespace OffRamp.LocalHost.Processes;

/// <summary>
/// Notes the children of this data folder, so that the next start can end those a killed host left behind.
/// A process id alone may have been given to somebody else: the note also holds when the child started.
/// </summary>
internal sealed class Leftovers(string folder)
{
    public void Add(int processId)
    {
        if (StartOf(processId) is not { } start)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(NoteOf(processId), start);
    }

    public void Remove(int processId) => File.Delete(NoteOf(processId));

    public async Task EndAllAsync(TimeSpan patience)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var note in Directory.GetFiles(folder))
        {
            if (int.TryParse(Path.GetFileName(note), CultureInfo.InvariantCulture, out var id)
                && StartOf(id) is { } start && start == await File.ReadAllTextAsync(note))
            {
                await EndAsync(id, patience);
            }

            File.Delete(note);
        }
    }

    private static async Task EndAsync(int processId, TimeSpan patience)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            if (Signals.TryTerminate(processId))
            {
                using var late = new CancellationTokenSource(patience);
                await process.WaitForExitAsync(late.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (ArgumentException)
        {
            // Gone between the look and the signal.
        }
    }

    private string NoteOf(int processId) => Path.Combine(folder, processId.ToString(CultureInfo.InvariantCulture));

    private static string? StartOf(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.HasExited ? null : process.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)[..21];
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
