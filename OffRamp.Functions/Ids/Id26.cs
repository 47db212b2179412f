using System.Buffers.Binary;

namespace OffRamp.Functions.Ids;

/// <summary>
/// A time-ordered identifier: a version 7 Guid written as 26 characters of Crockford's base 32, lower case.
/// The order of the texts is the order of the times they were made at, to the millisecond.
/// </summary>
internal readonly record struct Id26 : IComparable<Id26>
{
    public const int Length = 26;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private readonly UInt128 bits;

    private Id26(UInt128 bits) => this.bits = bits;

    /// <summary>A new identifier carrying the given time.</summary>
    public static Id26 New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        return new(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>Accepts the canonical form only, so that one thing has one spelling in keys and URLs.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Id26 id)
    {
        id = default;
        if (text.Length != Length || text[0] is < '0' or > '7')
        {
            return false;
        }

        UInt128 bits = 0;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(character);
            if (digit < 0)
            {
                return false;
            }

            bits = (bits << 5) | (uint)digit;
        }
        id = new(bits);
        return true;
    }

    public static Id26 Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Not an identifier of 26 characters.");

    /// <summary>Before every identifier of that millisecond; a bound, which names nothing.</summary>
    public static Id26 Lowest(DateTimeOffset time) => new((UInt128)(ulong)Math.Max(0, time.ToUnixTimeMilliseconds()) << 80);

    /// <summary>After every identifier of that millisecond; a bound, which names nothing.</summary>
    public static Id26 Highest(DateTimeOffset time) => new(Lowest(time).bits | (UInt128.One << 80) - 1);

    /// <summary>The time it was made at, to the millisecond.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds((long)(bits >> 80));

    public override string ToString() => Write(bits);

    /// <summary>A text whose order is the reverse one: row keys of lists that show the newest first.</summary>
    public string ToNewestFirst() => Write(~bits);

    /// <summary>Reads what <see cref="ToNewestFirst"/> wrote.</summary>
    public static bool TryParseNewestFirst(ReadOnlySpan<char> text, out Id26 id)
    {
        var read = TryParse(text, out var inverted);
        id = read ? new(~inverted.bits) : default;
        return read;
    }

    public int CompareTo(Id26 other) => bits.CompareTo(other.bits);

    public static bool operator <(Id26 left, Id26 right) => left.bits < right.bits;

    public static bool operator >(Id26 left, Id26 right) => left.bits > right.bits;

    public static bool operator <=(Id26 left, Id26 right) => left.bits <= right.bits;

    public static bool operator >=(Id26 left, Id26 right) => left.bits >= right.bits;

    private static string Write(UInt128 value) => string.Create(Length, value, static (characters, rest) =>
    {
        for (var i = characters.Length - 1; i >= 0; i--)
        {
            characters[i] = Alphabet[(int)(uint)(rest & 31)];
            rest >>= 5;
        }
    });
}
