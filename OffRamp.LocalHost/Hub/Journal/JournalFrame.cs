using System.Buffers.Binary;
using System.Numerics;

namespace OffRamp.LocalHost.Hub.Journal;

/// <summary>
/// What one commit looks like in the file: mark, payload length, CRC-32C of both, payload. The payload is the
/// commit's records, each with its length before it. A commit is on disk before the next one is written, so only
/// the last frame of a file can be torn.
/// </summary>
internal static class JournalFrame
{
    public const int HeaderSize = 12;

    public const int MaxPayload = 512 * 1024 * 1024;

    /// <summary>First bytes of a journal; the digit is the format's version.</summary>
    public static ReadOnlySpan<byte> FileMark => "OffRamp hub journal 1\n"u8;

    public static ReadOnlySpan<byte> Mark => [0xC4, 0x0F, 0xF5, 0x4A];

    /// <summary>Completes a frame whose payload already stands behind the room left for the header.</summary>
    public static void Seal(Span<byte> frame)
    {
        Mark.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], frame.Length - HeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Checksum(frame[HeaderSize..]));
    }

    /// <summary>True when a whole, undamaged frame starts here.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (file.Length < HeaderSize || !file.StartsWith(Mark)) return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(file[4..]);
        if (length is < 0 or > MaxPayload || length > file.Length - HeaderSize) return false;
        payload = file.Slice(HeaderSize, length);
        return Checksum(payload) == BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
    }

    private static uint Checksum(ReadOnlySpan<byte> payload)
    {
        var crc = BitOperations.Crc32C(~0u, (uint)payload.Length);
        for (; payload.Length >= 8; payload = payload[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(payload));
        foreach (var octet in payload) crc = BitOperations.Crc32C(crc, octet);
        return ~crc;
    }
}
