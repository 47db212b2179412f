namespace OffRamp.Functions.Hosting;

/// <summary>What happens to every request before its endpoint, outermost first.</summary>
internal static class Pipeline
{
    public static void UseContract(this WebApplication app)
    {
        app.Use(AnswerPing);
        app.UseMiddleware<RequestScope>();
        app.Use(AddHeaders);
        if (!app.Services.GetRequiredService<Settings>().IsLocal)
            app.Use(DemandHttps);
        app.UseMiddleware<Answers>();
        app.Use(TreatHeadAsGet);
        app.UseRouting();
    }

    // The Functions host asks GET / until the handler listens, and again as a health check.
    private static Task AnswerPing(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path != "/" || !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            return next(context);
        RequestId.Assign(context);
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "no-referrer");
            headers.TryAdd("Cache-Control", "no-store");
            headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            return Task.CompletedTask;
        }, context);
        return next(context);
    }

    // The platform ends TLS, so the request itself always looks like http.
    private static Task DemandHttps(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }

    // Kestrel knows what was really asked and leaves the body out.
    private static Task TreatHeadAsGet(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    }
}
