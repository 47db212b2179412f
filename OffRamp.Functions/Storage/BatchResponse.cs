using System.Globalization;
using Azure;

namespace OffRamp.Functions.Storage;

/// <summary>The answer to a transaction: one HTTP answer a change, or the one of the change that failed.</summary>
internal static class BatchResponse
{
    private const string StatusLine = "HTTP/1.1 ";

    /// <returns>The new ETags, in the order of the changes.</returns>
    /// <exception cref="StorageException">A change failed, so none happened; or the answer says neither.</exception>
    public static IReadOnlyList<ETag> Read(string body, int operations, string request)
    {
        var parts = Parts(body);
        foreach (var part in parts)
        {
            if (part.Status >= 400)
                throw Failure(part, operations, request);
        }

        return parts.Count == operations
            ? parts.ConvertAll(part => part.ETag)
            : throw new StorageUnavailableException(new(202, null, $"The answer is of {parts.Count} changes; {operations} were asked for.", request));
    }

    private static List<Part> Parts(string body)
    {
        var parts = new List<Part>();
        Part? part = null;
        foreach (var line in body.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (line.StartsWith(StatusLine, StringComparison.Ordinal))
                parts.Add(part = new Part(int.Parse(line.AsSpan(StatusLine.Length, 3), CultureInfo.InvariantCulture)));
            else if (part is null)
                continue;
            else if (line.StartsWith("--", StringComparison.Ordinal))
                part = null;
            else if (line.StartsWith("ETag:", StringComparison.OrdinalIgnoreCase))
                part.ETag = new ETag(line["ETag:".Length..].Trim());
            else if (line.StartsWith('{'))
                part.Body = line;
        }

        return parts;
    }

    private static StorageException Failure(Part part, int operations, string request)
    {
        var (code, message) = ServiceAnswer.Error(part.Body);

        // "2:The specified entity already exists." names the third change; one alone may go without a number.
        var colon = message?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        int? index = colon > 0 && int.TryParse(message.AsSpan(0, colon), CultureInfo.InvariantCulture, out var number) ? number
            : operations == 1 ? 0 : null;
        return StorageException.For(new(part.Status, code, message, request, index));
    }

    private sealed class Part(int status)
    {
        public int Status => status;

        public ETag ETag { get; set; }

        public string Body { get; set; } = "";
    }
}
