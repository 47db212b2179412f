using Microsoft.Win32.SafeHandles;

namespace OffRamp.LocalHost.Hub.Journal;

/// <summary>The file itself: frames are appended, and count only once they are flushed to the disk.</summary>
internal sealed class JournalFile : IDisposable
{
    private readonly JournalOptions _options;
    private SafeFileHandle _handle;
    private bool _hasUnflushedTail;
    private bool _hasUnflushedName;

    private JournalFile(JournalOptions options, SafeFileHandle handle, long length)
    {
        _options = options;
        _handle = handle;
        Length = length;
    }

    /// <summary>Length of the part that is on disk for certain.</summary>
    public long Length { get; private set; }

    public static JournalFile Open(JournalOptions options, Action<ReadOnlySpan<byte>> replay)
    {
        if (!File.Exists(options.Path)) CreateEmpty(options);
        var good = JournalReader.Replay(options.Path, replay);
        var file = new JournalFile(options, OpenHandle(options.Path), good);
        file._hasUnflushedTail = RandomAccess.GetLength(file._handle) > good;
        file.CutTail();
        return file;
    }

    /// <summary>Writes one frame and waits for the disk. On failure the file is as it was, as soon as that can be done.</summary>
    public void Append(ReadOnlySpan<byte> frame)
    {
        CutTail();
        FlushName();
        _hasUnflushedTail = true;
        RandomAccess.Write(_handle, frame, Length);
        _options.BeforeFlush?.Invoke(frame.Length);
        RandomAccess.FlushToDisk(_handle);
        _hasUnflushedTail = false;
        Length += frame.Length;
    }

    /// <summary>
    /// Puts a new file with these records in this one's place, in one step. Fails with the old file in use, or, after the
    /// step, with the new one: then nothing more is acknowledged until its name is on disk.
    /// </summary>
    public void Replace(IEnumerable<byte[]> records)
    {
        var next = Draft(_options.Path, records);
        try
        {
            File.Move(DraftOf(_options.Path), _options.Path, overwrite: true);
        }
        catch
        {
            next.Dispose();
            throw;
        }
        // From here on the old file has no name: what is written to it would be lost.
        _handle.Dispose();
        _handle = next;
        (_hasUnflushedTail, _hasUnflushedName) = (false, true);
        Length = RandomAccess.GetLength(_handle);
        FlushName();
    }

    public void Dispose() => _handle.Dispose();

    // After a failed flush nobody knows what the disk holds, so the tail is removed before anything is written again.
    private void CutTail()
    {
        if (!_hasUnflushedTail) return;
        RandomAccess.SetLength(_handle, Length);
        RandomAccess.FlushToDisk(_handle);
        _hasUnflushedTail = false;
    }

    private void FlushName()
    {
        if (!_hasUnflushedName) return;
        _options.FlushFolder(FolderOf(_options.Path));
        _hasUnflushedName = false;
    }

    private static void CreateEmpty(JournalOptions options)
    {
        Directory.CreateDirectory(FolderOf(options.Path));
        Draft(options.Path, []).Dispose();
        File.Move(DraftOf(options.Path), options.Path, overwrite: true);
        options.FlushFolder(FolderOf(options.Path));
    }

    /// <summary>The whole new file under another name, on disk, and open.</summary>
    private static SafeFileHandle Draft(string path, IEnumerable<byte[]> records)
    {
        using (var stream = new FileStream(DraftOf(path), FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(JournalFrame.FileMark);
            var buffer = new JournalBuffer();
            foreach (var record in records)
            {
                buffer.Add(record);
                if (buffer.Length > 1024 * 1024) WriteFrame(stream, buffer);
            }
            if (!buffer.IsEmpty) WriteFrame(stream, buffer);
            stream.Flush(flushToDisk: true);
        }
        return OpenHandle(DraftOf(path));
    }

    private static string DraftOf(string path) => path + ".new";

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static void WriteFrame(FileStream stream, JournalBuffer buffer)
    {
        stream.Write(buffer.Sealed());
        buffer.Clear();
    }

    private static SafeFileHandle OpenHandle(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
}
