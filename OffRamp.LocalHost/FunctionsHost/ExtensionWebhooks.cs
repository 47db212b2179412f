using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host.Config;

// "Not ready for public consumption", and the only way to an extension's own API all the same.
#pragma warning disable CS0618

namespace OffRamp.LocalHost.FunctionsHost;

/// <summary>
/// The seam by which extensions serve an HTTP API of their own under <c>/runtime/webhooks/{extension}</c>: the Durable
/// extension its management API.
/// </summary>
internal sealed class ExtensionWebhooks(Uri root, string systemKey) : IWebHookProvider
{
    private readonly Dictionary<string, IAsyncConverter<HttpRequestMessage, HttpResponseMessage>> handlers = new(StringComparer.OrdinalIgnoreCase);

    public void AddTo(IServiceCollection services) => services.AddSingleton<IWebHookProvider>(this);

    /// <summary>What an extension asks for its own address by; the key is in it, as in the addresses that it hands out.</summary>
    public Uri GetUrl(IExtensionConfigProvider extension)
    {
        var name = extension.GetType().Name.Replace("Extension", "", StringComparison.Ordinal).ToLowerInvariant();
        if (extension is IAsyncConverter<HttpRequestMessage, HttpResponseMessage> handler)
        {
            handlers[name] = handler;
        }
        return new Uri(root, $"/runtime/webhooks/{name}?code={Uri.EscapeDataString(systemKey)}");
    }

    /// <summary>Passes a request on to the extension that it names.</summary>
    public async Task AnswerAsync(HttpContext context, string extension)
    {
        if (!IsAllowed(context.Request))
        {
            await HostProblem.Unauthorized.ExecuteAsync(context);
            return;
        }
        if (!handlers.TryGetValue(extension, out var handler))
        {
            await HostProblem.NotFound.ExecuteAsync(context);
            return;
        }
        using var request = await RequestOf(context);
        using var response = await handler.ConvertAsync(request, context.RequestAborted);
        await CopyAsync(response, context.Response);
    }

    private bool IsAllowed(HttpRequest request)
    {
        var given = request.Query["code"] is [{ } code] ? code : request.Headers["x-functions-key"].ToString();
        return System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(given), System.Text.Encoding.UTF8.GetBytes(systemKey));
    }

    private static async Task<HttpRequestMessage> RequestOf(HttpContext context)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.GetEncodedUrl());
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }
        return request;
    }

    private static async Task CopyAsync(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.Concat(from.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()))
        {
            to.Headers[name] = values.ToArray();
        }
        if (from.Content is { } content)
        {
            await content.CopyToAsync(to.Body);
        }
    }
}
