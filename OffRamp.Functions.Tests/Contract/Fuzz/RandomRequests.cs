using System.Net.Http.Headers;
using OffRamp.Functions.Tests.Infrastructure;

namespace OffRamp.Functions.Tests.Contract.Fuzz;

internal enum Family { Partner, SellPage, Notices, Operators, Anything }

/// <summary>Requests of one family that a seed decides: right and wrong in path, method, credential, headers and body.</summary>
internal sealed class RandomRequests(Family family, Market market, Random random)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "FOO"];
    private static readonly string[] MediaTypes = ["application/json; charset=utf-8", "application/json; charset=utf-16", "text/plain", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data; boundary=a", "json"];

    private readonly RandomValues values = new(random);
    private readonly List<KnownRoute> routes = [.. RouteTable.All.Where(route => family == Family.Anything || route.Caller == CallerOf(family))];

    /// <summary>A request, and whether it was given the credential of its family.</summary>
    public async Task<HttpRequestMessage> NextAsync()
    {
        var route = values.Pick(routes);
        var path = PathOf(route);
        var method = values.Chance(0.85) ? route.Method : values.Pick(Methods);
        var request = new HttpRequestMessage(new(method), Address(path + values.Query()));
        if (method is "POST" or "PUT" or "PATCH" or "DELETE" or "FOO" && values.Chance(0.9))
        {
            request.Content = Content();
        }

        AddHeaders(request);
        if (family != Family.Anything && values.Chance(family == Family.Notices ? 0.1 : 0.6))
        {
            await market.SignAsync(request, route);
        }
        else
        {
            AddWrongCredential(request);
        }

        return request;
    }

    private static CallerKind CallerOf(Family family) => family switch
    {
        Family.Partner => CallerKind.Partner,
        Family.SellPage => CallerKind.SellPage,
        Family.Notices => CallerKind.Provider,
        _ => CallerKind.Operator,
    };

    private string PathOf(KnownRoute route)
    {
        if (family == Family.Anything && values.Chance(0.7))
        {
            return "/" + string.Join('/', Enumerable.Range(0, random.Next(1, 6)).Select(_ => values.Segment()));
        }

        var path = market.PathOf(route);
        return random.Next(10) switch
        {
            0 when route.HasIds => route.Pattern[..route.Pattern.IndexOf('{')] + values.Segment() + path[path.LastIndexOf('/')..],
            1 => path + "/" + values.Segment(),
            2 => path.ToUpperInvariant(),
            3 => path[..random.Next(1, path.Length)],
            _ => path,
        };
    }

    private ByteArrayContent Content()
    {
        var content = new ByteArrayContent(values.Body());
        content.Headers.TryAddWithoutValidation("Content-Type", values.Chance(0.9) ? "application/json" : values.Pick(MediaTypes));
        return content;
    }

    private void AddHeaders(HttpRequestMessage request)
    {
        if (values.Chance(0.4) || request.RequestUri!.AbsolutePath == "/v1/sessions")
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", values.Chance(0.1) ? values.HeaderText(400) : $"key-{random.Next(40)}");
        }

        if (values.Chance(0.2))
        {
            request.Headers.TryAddWithoutValidation("X-Request-Id", values.HeaderText(200));
        }

        if (values.Chance(0.1))
        {
            request.Headers.TransferEncodingChunked = request.Content is not null;
        }

        if (values.Chance(0.1))
        {
            request.Headers.TryAddWithoutValidation(values.Pick(["Accept", "Origin", "Host", "X-HTTP-Method-Override", "If-Match", "Range", "traceparent", "X-Original-URL", "Content-Encoding"]), values.HeaderText(60));
        }
    }

    private void AddWrongCredential(HttpRequestMessage request)
    {
        switch (random.Next(6))
        {
            case 0:
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", values.HeaderText(120));
                break;
            case 1:
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", family == Family.Partner ? market.Open.Secret : Shop.Token);
                break;
            case 2:
                request.Headers.TryAddWithoutValidation("X-Operator-Key", family == Family.Operators ? values.HeaderText(60) : Shop.OperatorKey);
                break;
            case 3:
                request.Headers.TryAddWithoutValidation("webhook-id", values.HeaderText(300));
                request.Headers.TryAddWithoutValidation("webhook-timestamp", values.Chance(0.5) ? "1893499200" : values.HeaderText(20));
                request.Headers.TryAddWithoutValidation("webhook-signature", "v1," + Convert.ToBase64String(new byte[32]));
                break;
            case 4:
                request.Headers.TryAddWithoutValidation("X-MS-CLIENT-PRINCIPAL", values.HeaderText(100));
                break;
        }
    }

    // An address that is none becomes one.
    private Uri Address(string path) =>
        Uri.TryCreate(market.Shop.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, UriKind.Absolute, out var uri)
            ? uri
            : new(market.Shop.Client.BaseAddress!, "/nothing");
}
