using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>The table service's side of the wire, as far as the product speaks it.</summary>
internal static partial class TableWire
{
    private const string Continuation = "x-ms-continuation-";
    private const string NextPartition = "NextPartitionKey";
    private const string NextRow = "NextRowKey";
    private const string Part = "--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";

    public static HttpResponseMessage Answer(IWiredTables tables, HttpRequestMessage request, byte[] body)
    {
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath)["/acme/".Length..];
        if (path == "Tables")
        {
            return new HttpResponseMessage(HttpStatusCode.NoContent) { Content = new ByteArrayContent([]) }; // any table is there
        }

        if (path == "$batch")
        {
            return AnswerBatch(tables, Encoding.UTF8.GetString(body));
        }

        if (request.Method != HttpMethod.Get)
        {
            return AnswerWrite(tables, path, Change(request.Method.Method, path, request.Headers.TryGetValues("If-Match", out var tags) ? tags.Single() : null, body));
        }

        return path.EndsWith("()", StringComparison.Ordinal)
            ? AnswerQuery(tables, path[..^2], request.RequestUri)
            : AnswerGet(tables, path);
    }

    private static HttpResponseMessage AnswerGet(IWiredTables tables, string path)
    {
        var (table, partition, row) = Address(path);
        return tables.Read(table, partition, row) is { } found ? Json(HttpStatusCode.OK, Text(found)) : Error(HttpStatusCode.NotFound, "");
    }

    private static HttpResponseMessage AnswerQuery(IWiredTables tables, string table, Uri asked)
    {
        var query = QueryHelpers.ParseQuery(asked.Query);
        var size = query.TryGetValue("$top", out var top) ? int.Parse(top!, CultureInfo.InvariantCulture) : StorageLimits.PageRows;
        var filter = TableWireFilter.Parse(query["$filter"]!);
        if (query.TryGetValue(NextRow, out var next))
        {
            filter = filter with { FromPartition = query[NextPartition]!, FromRow = next! };
        }

        var found = tables.Query(table, filter).Take(size + 1).ToList();
        var answer = Json(HttpStatusCode.OK, $"{{\"value\":[{string.Join(',', found.Take(size).Select(Text))}]}}");
        if (found.Count > size)
        {
            answer.Headers.Add(Continuation + NextPartition, found[size].PartitionKey);
            answer.Headers.Add(Continuation + NextRow, found[size].RowKey);
        }

        return answer;
    }

    private static HttpResponseMessage AnswerWrite(IWiredTables tables, string path, TableChange change)
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

    private static HttpResponseMessage AnswerBatch(IWiredTables tables, string body)
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
