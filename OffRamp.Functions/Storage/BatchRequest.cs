using System.Buffers;
using System.Text;

namespace OffRamp.Functions.Storage;

/// <summary>
/// The body of a transaction: a batch holding one change set, which holds one HTTP request a change.
/// Source: "Performing entity group transactions".
/// </summary>
internal sealed class BatchRequest
{
    private readonly ArrayBufferWriter<byte> body = new();

    public BatchRequest(Uri endpoint, IEnumerable<WireOperation> operations)
    {
        var batch = $"batch_{Guid.NewGuid()}";
        var changes = $"changeset_{Guid.NewGuid()}";
        ContentType = $"multipart/mixed; boundary={batch}";
        Line($"--{batch}");
        Line($"Content-Type: multipart/mixed; boundary={changes}");
        Line("");
        foreach (var operation in operations)
        {
            Line($"--{changes}");
            Line("Content-Type: application/http");
            Line("Content-Transfer-Encoding: binary");
            Line("");
            Add(endpoint, operation);
        }

        Line($"--{changes}--");
        Line($"--{batch}--");
    }

    public string ContentType { get; }

    public ReadOnlyMemory<byte> Body => body.WrittenMemory;

    private void Add(Uri endpoint, WireOperation operation)
    {
        Line($"{operation.Method} {new Uri(endpoint, operation.Address).AbsoluteUri} HTTP/1.1");
        Line("Accept: application/json;odata=minimalmetadata");
        Line("DataServiceVersion: 3.0;");
        if (operation.IfMatch is { } ifMatch)
            Line($"If-Match: {ifMatch}");
        if (operation.Body is { } json)
        {
            Line("Content-Type: application/json");
            if (operation.Method == "POST")
                Line("Prefer: return-no-content");
            Line("");
            body.Write(json);
        }

        Line("");
    }

    private void Line(string text) => body.Write(Encoding.UTF8.GetBytes(text + "\r\n"));
}
