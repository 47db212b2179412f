using System.Buffers.Binary;

namespace OffRamp.LocalHost.Hub.Journal;

/// <summary>Gathers records into one frame.</summary>
internal sealed class JournalBuffer
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _length = JournalFrame.HeaderSize;

    public bool IsEmpty => _length == JournalFrame.HeaderSize;

    public int Length => _length;

    public void Add(ReadOnlySpan<byte> record)
    {
        var needed = _length + sizeof(int) + record.Length;
        if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), record.Length);
        record.CopyTo(_bytes.AsSpan(_length + sizeof(int)));
        _length = needed;
    }

    public ReadOnlySpan<byte> Sealed()
    {
        JournalFrame.Seal(_bytes.AsSpan(0, _length));
        return _bytes.AsSpan(0, _length);
    }

    public void Clear()
    {
        if (_bytes.Length > 4 * 1024 * 1024) _bytes = new byte[64 * 1024];
        _length = JournalFrame.HeaderSize;
    }
}
