using System.Globalization;
using System.Net;
using System.Text;

namespace OffRamp.Benchmarks.Measuring;

/// <summary>Horizontal bars, each made of parts: a picture (SVG) that reads in light and dark, and is the same for the same figures.</summary>
internal static class BarChart
{
    private const int NameWidth = 190, BarsWidth = 480, ValueWidth = 90, RowHeight = 30, Top = 62;

    // Of one lightness in the middle, so that they are told apart on white and on black.
    private static readonly string[] Colours = ["#3b82c4", "#d9822b", "#5a9e6f", "#a06cc0"];

    /// <param name="folder">Where it is written; it is made.</param>
    /// <param name="file">Its name.</param>
    /// <param name="title">What is shown, with the unit.</param>
    /// <param name="parts">What the parts of each bar are.</param>
    /// <param name="bars">A name and a value for each part.</param>
    public static void Write(string folder, string file, string title, IReadOnlyList<string> parts, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> bars) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, file), Draw(title, parts, bars));

    /// <summary>Bars of one part.</summary>
    public static void Write(string folder, string file, string title, string part, IEnumerable<(string Name, double Value)> bars) =>
        Write(folder, file, title, [part], [.. bars.Select(bar => (bar.Name, (IReadOnlyList<double>)[bar.Value]))]);

    private static string Draw(string title, IReadOnlyList<string> parts, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> bars)
    {
        var (width, height) = (NameWidth + BarsWidth + ValueWidth, Top + (bars.Count * RowHeight));
        var scale = BarsWidth / bars.Max(bar => bar.Values.Sum());
        var svg = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" role=\"img\" aria-label=\"{Escape(title)}\">\n")
            .Append("<style>text{font:13px sans-serif;fill:#333}@media(prefers-color-scheme:dark){text{fill:#ddd}}</style>\n")
            .Append(Text(0, 18, title));
        for (var i = 0; i < parts.Count; i++)
        {
            var left = NameWidth + (i * 120);
            svg.Append(Box(left, 30, 12, 12, i)).Append(Text(left + 18, 41, parts[i]));
        }
        for (var row = 0; row < bars.Count; row++)
        {
            var (y, left) = (Top + (row * RowHeight), (double)NameWidth);
            svg.Append(Text(0, y + 15, bars[row].Name));
            for (var i = 0; i < parts.Count; i++)
            {
                svg.Append(Box(left, y, bars[row].Values[i] * scale, 20, i));
                left += bars[row].Values[i] * scale;
            }
            svg.Append(Text(left + 8, y + 15, bars[row].Values.Sum().ToString("0.#", CultureInfo.InvariantCulture)));
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static string Box(double x, int y, double width, int height, int colour) =>
        string.Create(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y}\" width=\"{width:0.#}\" height=\"{height}\" fill=\"{Colours[colour % Colours.Length]}\"/>\n");

    private static string Text(double x, int y, string text) => string.Create(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y}\">{Escape(text)}</text>\n");

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
