namespace OffRamp.LocalHost;

/// <summary>The data folder, held by one host at a time for as long as it runs (also a killed one lets go of it).</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public static DataFolder Hold(string path)
    {
        string full;
        try
        {
            full = Directory.CreateDirectory(path).FullName;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new HostFailure($"The data folder {path} cannot be used: {problem.Message}", problem);
        }
        try
        {
            return new DataFolder(full, new FileStream(System.IO.Path.Combine(full, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new HostFailure($"Another host runs on the data in {path}: stop it, or set OFFRAMP_DATA.", problem);
        }
    }

    /// <summary>Takes away what a host before has left here.</summary>
    public void Clear()
    {
        foreach (var entry in new DirectoryInfo(Path).EnumerateFileSystemInfos().Where(entry => entry.FullName != _lock.Name))
        {
            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    public string FileNamed(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _lock.Dispose();
}
