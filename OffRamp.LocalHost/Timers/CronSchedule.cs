using System.Globalization;

namespace OffRamp.LocalHost.Timers;

/// <summary>A six-field NCRONTAB expression (second minute hour day month weekday), in UTC.</summary>
internal sealed class CronSchedule
{
    private static readonly (int First, int Last)[] Ranges = [(0, 59), (0, 59), (0, 23), (1, 31), (1, 12), (0, 6)];

    private readonly bool[][] _allowed;

    private CronSchedule(bool[][] allowed) => _allowed = allowed;

    /// <exception cref="FormatException">Not a schedule this host understands.</exception>
    public static CronSchedule Parse(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != Ranges.Length) throw new FormatException($"'{expression}' does not have six fields.");
        return new CronSchedule([.. fields.Select((field, index) => ParseField(field, Ranges[index]))]);
    }

    /// <summary>The first time after the given one.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset time)
    {
        var day = new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero);
        var from = time.UtcDateTime.TimeOfDay;
        var second = (int)from.TotalSeconds + 1;
        for (var tried = 0; tried < 366 * 8; tried++, day = day.AddDays(1), second = 0)
            if (AllowsDay(day) && NextSecond(second) is { } found) return day.AddSeconds(found);
        throw new InvalidOperationException("The schedule never comes due.");
    }

    private bool AllowsDay(DateTimeOffset day) => _allowed[3][day.Day] && _allowed[4][day.Month] && _allowed[5][(int)day.DayOfWeek];

    private int? NextSecond(int from)
    {
        for (var hour = from / 3600; hour < 24; hour++, from = hour * 3600)
            if (_allowed[2][hour])
                for (var minute = from / 60 % 60; minute < 60; minute++, from = hour * 3600 + minute * 60)
                    if (_allowed[1][minute])
                        for (var second = from % 60; second < 60; second++)
                            if (_allowed[0][second]) return hour * 3600 + minute * 60 + second;
        return null;
    }

    private static bool[] ParseField(string field, (int First, int Last) range)
    {
        var allowed = new bool[range.Last + 1];
        foreach (var part in field.Split(','))
        {
            var (span, step) = part.Split('/') is [var left, var right] ? (left, Number(right)) : (part, 1);
            var (first, last) = span == "*" ? range
                : span.Split('-') is [var low, var high] ? (Number(low), Number(high))
                : (Number(span), part.Contains('/', StringComparison.Ordinal) ? range.Last : Number(span));
            if (first < range.First || last > range.Last || step < 1) throw new FormatException($"'{field}' is out of range.");
            for (var value = first; value <= last; value += step) allowed[value] = true;
        }
        return allowed;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
