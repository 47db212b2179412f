using System.Globalization;

namespace OffRamp.Functions.Hosting;

/// <summary>
/// The time of deadlines, records, webhooks and notices. In local mode a file holds an offset (ticks, as text) that the
/// local host, the sandbox and the app share, so that six hours can pass in a second. Anything that others check
/// against their own clock (storage signatures, tokens, HTTP timeouts) uses <see cref="TimeProvider.System"/> instead.
/// </summary>
internal sealed class BusinessClock(string? offsetFile) : TimeProvider
{
    private long offsetTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(ReadOffset());

    private long ReadOffset()
    {
        if (offsetFile is null)
        {
            return 0;
        }

        try
        {
            if (!File.Exists(offsetFile))
            {
                return Volatile.Read(ref offsetTicks);
            }

            Span<byte> bytes = stackalloc byte[32];
            using var file = File.OpenHandle(offsetFile, share: FileShare.ReadWrite | FileShare.Delete);
            var text = bytes[..RandomAccess.Read(file, bytes, 0)].Trim(" \r\n\t\0"u8);
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ticks))
            {
                Volatile.Write(ref offsetTicks, ticks);
            }
        }
        catch (IOException)
        {
            // Being replaced at this moment: the last known offset still holds.
        }
        return Volatile.Read(ref offsetTicks);
    }
}
