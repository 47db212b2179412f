using System.Text;

namespace OffRamp.Functions.Storage;

internal sealed partial class Row
{
    /// <summary>
    /// Sets a text that may be longer than one property takes: its parts go to <c>name</c>, <c>name_1</c>, <c>name_2</c>
    /// and so on. Write such a row by replacing: a merge would leave the last parts of a longer, older text behind.
    /// </summary>
    public Row SetLargeText(string name, string? text)
    {
        for (var part = 0; Entity.Remove(PartName(name, part)); part++)
        {
        }

        var start = 0;
        for (var part = 0; text is not null && (start < text.Length || part == 0); part++)
        {
            var length = Math.Min(StorageLimits.StringCharacters, text.Length - start);

            // A pair of surrogates is one character; half of it would be lost on the way.
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
            {
                length--;
            }

            Set(PartName(name, part), text.Substring(start, length));
            start += length;
        }

        return this;
    }

    /// <summary>Reads what <see cref="SetLargeText"/> set; null where there is none.</summary>
    public string? GetLargeText(string name)
    {
        if (GetString(name) is not { } first)
        {
            return null;
        }

        if (GetString(PartName(name, 1)) is null)
        {
            return first;
        }

        var text = new StringBuilder(first);
        for (var part = 1; GetString(PartName(name, part)) is { } next; part++)
        {
            text.Append(next);
        }

        return text.ToString();
    }

    private static string PartName(string name, int part) => part == 0 ? name : $"{name}_{part}";
}
