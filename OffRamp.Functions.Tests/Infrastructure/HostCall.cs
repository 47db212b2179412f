using System.Text;
using System.Text.Json;

namespace OffRamp.Functions.Tests.Infrastructure;

/// <summary>A call as the Functions host makes it: texts come as JSON strings of JSON strings.</summary>
internal static class HostCall
{
    public static Task<HttpResponseMessage> PostAsync(HttpClient app, string function, string body) =>
        app.PostAsync("/" + function, new StringContent(body, Encoding.UTF8, "application/json"));

    /// <param name="binding">The trigger's name: <c>context</c>, <c>input</c>.</param>
    /// <param name="text">What the extension hands over.</param>
    /// <param name="metadata">What is beside it.</param>
    public static string Of(string binding, string text, params (string Name, string Text)[] metadata) => JsonSerializer.Serialize(new
    {
        Data = new Dictionary<string, string> { [binding] = JsonSerializer.Serialize(text) },
        Metadata = metadata.ToDictionary(entry => entry.Name, entry => JsonSerializer.Serialize(entry.Text)),
    });

    /// <summary>An activity's call about a sell.</summary>
    public static string About(object sellId, params (string Name, string Text)[] metadata) =>
        Of("input", JsonSerializer.Serialize(new { sellId = sellId.ToString() }), metadata);
}
