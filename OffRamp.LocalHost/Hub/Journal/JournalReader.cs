using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace OffRamp.LocalHost.Hub.Journal;

/// <summary>Reads a journal from the start: where its good part ends, and what comes after.</summary>
internal static class JournalReader
{
    /// <summary>Replays every record. Returns the length of the good part; what follows is a commit that was never finished.</summary>
    /// <exception cref="HostFailure">Damage with good commits behind it: cutting there would lose them.</exception>
    public static long Replay(string path, Action<ReadOnlySpan<byte>> replay)
    {
        var length = new FileInfo(path).Length;
        if (length > int.MaxValue) throw new HostFailure($"The journal {path} is larger than 2 GiB.");
        if (length == 0) throw Damaged(path, 0);
        using var map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        using var view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        unsafe
        {
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            try
            {
                return Replay(path, new ReadOnlySpan<byte>(start, (int)length), replay);
            }
            finally
            {
                view.SafeMemoryMappedViewHandle.ReleasePointer();
            }
        }
    }

    private static int Replay(string path, ReadOnlySpan<byte> file, Action<ReadOnlySpan<byte>> replay)
    {
        if (!file.StartsWith(JournalFrame.FileMark)) throw Damaged(path, 0);
        var at = JournalFrame.FileMark.Length;
        while (JournalFrame.TryRead(file[at..], out var payload))
        {
            foreach (var record in new Records(payload)) replay(record);
            at += JournalFrame.HeaderSize + payload.Length;
        }
        if (at < file.Length && HasFrame(file[(at + 1)..])) throw Damaged(path, at);
        return at;
    }

    private static bool HasFrame(ReadOnlySpan<byte> rest)
    {
        for (int next; (next = rest.IndexOf(JournalFrame.Mark)) >= 0; rest = rest[(next + 1)..])
            if (JournalFrame.TryRead(rest[next..], out _)) return true;
        return false;
    }

    private static HostFailure Damaged(string path, long at) =>
        new($"The journal {path} is damaged at byte {at}, before its end. Nothing was changed: restore the file, or move it away to start empty.");

    private ref struct Records(ReadOnlySpan<byte> payload)
    {
        private ReadOnlySpan<byte> _rest = payload;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly Records GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            var length = BinaryPrimitives.ReadInt32LittleEndian(_rest);
            Current = _rest.Slice(sizeof(int), length);
            _rest = _rest[(sizeof(int) + length)..];
            return true;
        }
    }
}
