using System.Buffers.Binary;
using System.Numerics;

namespace OffRamp.LocalHost.Sandbox.Chain;

/// <summary>
/// Keccak-256 as Ethereum uses it: the original padding (0x01), which is not that of SHA3-256 (0x06).
/// Rounds after the Keccak reference, version 3.0.
/// </summary>
internal static class Keccak256
{
    private const int RateBytes = 136;

    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000,
        0x000000000000808B, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
        0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003,
        0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
        0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    // Rho's rotations and pi's targets, in the order in which pi visits the lanes.
    private static readonly int[] Rotations =
        [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

    private static readonly int[] Targets =
        [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var padded = new byte[(data.Length / RateBytes + 1) * RateBytes];
        data.CopyTo(padded);
        padded[data.Length] ^= 0x01;
        padded[^1] ^= 0x80;
        var state = new ulong[25];
        for (var start = 0; start < padded.Length; start += RateBytes)
        {
            for (var lane = 0; lane < RateBytes / 8; lane++)
                state[lane] ^= BinaryPrimitives.ReadUInt64LittleEndian(padded.AsSpan(start + lane * 8));
            Permute(state);
        }

        var hash = new byte[32];
        for (var lane = 0; lane < 4; lane++)
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(lane * 8), state[lane]);
        return hash;
    }

    private static void Permute(ulong[] state)
    {
        Span<ulong> row = stackalloc ulong[5];
        foreach (var constant in RoundConstants)
        {
            for (var x = 0; x < 5; x++)
                row[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
            for (var lane = 0; lane < 25; lane++)
                state[lane] ^= row[(lane + 4) % 5] ^ BitOperations.RotateLeft(row[(lane + 1) % 5], 1);

            var moving = state[1];
            for (var step = 0; step < 24; step++)
                (state[Targets[step]], moving) = (BitOperations.RotateLeft(moving, Rotations[step]), state[Targets[step]]);

            for (var y = 0; y < 25; y += 5)
            {
                state.AsSpan(y, 5).CopyTo(row);
                for (var x = 0; x < 5; x++)
                    state[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }

            state[0] ^= constant;
        }
    }
}
