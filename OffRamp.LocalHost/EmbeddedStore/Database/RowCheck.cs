using System.Numerics;
using System.Runtime.InteropServices;

namespace OffRamp.LocalHost.EmbeddedStore.Database;

/// <summary>
/// CRC-32C over the columns of a row. SQLite does not notice a flipped bit inside a value; this does. Kept as a
/// non-negative 64-bit number, so that the sum over a table never overflows.
/// </summary>
internal ref struct RowCheck
{
    private uint _crc;

    public RowCheck(long seed) => _crc = ~(uint)seed;

    public readonly long Value => ~_crc;

    public RowCheck Add(long value)
    {
        _crc = BitOperations.Crc32C(_crc, (ulong)value);
        return this;
    }

    public RowCheck Add(string value) => Add(MemoryMarshal.AsBytes(value.AsSpan()));

    public RowCheck Add(ReadOnlySpan<byte> value)
    {
        Add(value.Length);
        var words = MemoryMarshal.Cast<byte, ulong>(value);
        foreach (var word in words)
        {
            _crc = BitOperations.Crc32C(_crc, word);
        }
        foreach (var rest in value[(words.Length * sizeof(ulong))..])
        {
            _crc = BitOperations.Crc32C(_crc, rest);
        }
        return this;
    }
}
