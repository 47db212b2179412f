using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OffRamp.Functions.Kyc;
using OffRamp.Functions.Storage;
using OffRamp.Functions.Tables;

namespace OffRamp.Functions.Tests.Simulation.Whole;

/// <summary>The table service's side of the wire, as far as the product speaks it.</summary>
internal static partial class TableWire
{
    private const string Part = "--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";

    public static HttpResponseMessage Answer(MemoryTables tables, HttpRequestMessage request, byte[] body)
    {
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath)["/acme/".Length..];
        if (path == "$batch")
        {
            return AnswerBatch(tables, Encoding.UTF8.GetString(body));
        }

        if (request.Method != HttpMethod.Get)
        {
            return AnswerWrite(tables, path, Change(request.Method.Method, path, request.Headers.TryGetValues("If-Match", out var tags) ? tags.Single() : null, body));
        }

        return path.EndsWith("()", StringComparison.Ordinal)
            ? AnswerQuery(tables, path[..^2], Uri.UnescapeDataString(request.RequestUri.Query))
            : AnswerGet(tables, path);
    }

    private static HttpResponseMessage AnswerGet(MemoryTables tables, string path)
    {
        var (table, partition, row) = Address(path);
        if (row == IndexKeys.KycRow)
        {
            Flow.Current.Kyc = Enum.Parse<KycStatus>(tables.Find(table, partition, row)!.GetString("Status")!);
        }

        return tables.Find(table, partition, row) is { } found ? Json(HttpStatusCode.OK, Text(found)) : Error(HttpStatusCode.NotFound, "");
    }

    private static HttpResponseMessage AnswerQuery(MemoryTables tables, string table, string query)
    {
        const string Asked = "$filter=";
        var filter = query[(query.IndexOf(Asked, StringComparison.Ordinal) + Asked.Length)..].Split('&')[0];
        var terms = filter.Split(" and ").Select(Term).ToList();
        var found = tables.Query(table, row => terms.TrueForAll(term => term(row)));
        return Json(HttpStatusCode.OK, $"{{\"value\":[{string.Join(',', found.Select(Text))}]}}");
    }

    private static HttpResponseMessage AnswerWrite(MemoryTables tables, string path, TableChange change)
    {
        var (etags, failed, status) = tables.Write(path.Split('(')[0], [change]);
        if (failed >= 0)
        {
            return Error(status, "");
        }

        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
        if (change.Method != "DELETE")
        {
            answer.Headers.TryAddWithoutValidation("ETag", etags[0].ToString("H"));
        }

        return answer;
    }

    private static HttpResponseMessage AnswerBatch(MemoryTables tables, string body)
    {
        var asked = BatchPart().Matches(body).Select(part =>
        {
            var path = Uri.UnescapeDataString(new Uri(part.Groups["url"].Value).AbsolutePath)["/acme/".Length..];
            var ifMatch = part.Groups["match"].Success ? part.Groups["match"].Value.Trim() : null;
            return (Table: path.Split('(')[0], Change: Change(part.Groups["method"].Value, path, ifMatch, Encoding.UTF8.GetBytes(part.Groups["json"].Value)));
        }).ToList();
        var (etags, failed, status) = tables.Write(asked[0].Table, [.. asked.Select(one => one.Change)]);
        var parts = failed < 0
            ? string.Concat(etags.Select(tag => $"{Part}HTTP/1.1 204 No Content\r\nETag: {tag.ToString("H")}\r\n\r\n\r\n"))
            : $"{Part}HTTP/1.1 {(int)status} No\r\n\r\n{ErrorText(status, $"{failed}:")}\r\n";
        var answer = new HttpResponseMessage(HttpStatusCode.Accepted)
        {
            Content = new StringContent($"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n{parts}--c--\r\n--b--\r\n"),
        };
        answer.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/mixed; boundary=b");
        return answer;
    }

    private static TableChange Change(string method, string path, string? ifMatch, byte[] body)
    {
        if (method == "DELETE")
        {
            var (_, partition, row) = Address(path);
            return new TableChange(method, new Row(partition, row), ifMatch);
        }

        using var json = JsonDocument.Parse(body);
        return new TableChange(method, TableWireRow.Read(json.RootElement), ifMatch);
    }

    private static (string Table, string Partition, string Row) Address(string path)
    {
        var match = RowAddress().Match(path);
        return (match.Groups["table"].Value, match.Groups["partition"].Value, match.Groups["row"].Value);
    }

    private static Func<Row, bool> Term(string text)
    {
        if (text.StartsWith('('))
        {
            var any = text[1..^1].Split(" or ").Select(Term).ToList();
            return row => any.Exists(term => term(row));
        }

        var words = text.Split(' ', 3);
        return row => Compare(row, words[0], words[2]) is { } order && words[1] switch
        {
            "eq" => order == 0,
            "ge" => order >= 0,
            "gt" => order > 0,
            "le" => order <= 0,
            "lt" => order < 0,
            var unknown => throw new NotSupportedException(unknown),
        };
    }

    private static int? Compare(Row row, string property, string literal)
    {
        object? value = property switch
        {
            "PartitionKey" => row.PartitionKey,
            "RowKey" => row.RowKey,
            _ => row.Properties.GetValueOrDefault(property),
        };
        return value switch
        {
            null => null,
            string text => string.CompareOrdinal(text, literal.Trim('\'')),
            long number => number.CompareTo(long.Parse(literal.TrimEnd('L'), CultureInfo.InvariantCulture)),
            DateTimeOffset instant => instant.CompareTo(DateTimeOffset.Parse(literal["datetime'".Length..^1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
            _ => throw new NotSupportedException(literal),
        };
    }

    private static string Text(Row row) => $"{{\"odata.etag\":{JsonSerializer.Serialize(row.ETag.ToString("H"))},{Encoding.UTF8.GetString(TableWireRow.Write(row))[1..]}";

    private static HttpResponseMessage Error(HttpStatusCode status, string prefix) => Json(status, ErrorText(status, prefix));

    private static string ErrorText(HttpStatusCode status, string prefix) =>
        $"{{\"odata.error\":{{\"code\":\"{Code(status)}\",\"message\":{{\"lang\":\"en-US\",\"value\":\"{prefix}{status}\"}}}}}}";

    private static string Code(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Conflict => "EntityAlreadyExists",
        HttpStatusCode.PreconditionFailed => "UpdateConditionNotSatisfied",
        _ => "ResourceNotFound",
    };

    private static HttpResponseMessage Json(HttpStatusCode status, string text) => new(status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };

    [GeneratedRegex(@"^(?<method>[A-Z]+) (?<url>http\S+) HTTP/1\.1\r\n(?:(?!If-Match|\r\n)[^\r\n]+\r\n)*(?:If-Match: (?<match>[^\r\n]+)\r\n)?(?:[^\r\n]+\r\n)*\r\n(?<json>\{[^\r\n]*)?", RegexOptions.Multiline)]
    private static partial Regex BatchPart();

    [GeneratedRegex(@"^(?<table>\w+)\(PartitionKey='(?<partition>[^']*)',RowKey='(?<row>[^']*)'\)$")]
    private static partial Regex RowAddress();
}
