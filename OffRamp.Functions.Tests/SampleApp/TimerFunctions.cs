using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace SampleApp;

public static class TimerFunctions
{
    private static int ticks;

    [Function("Tick")]
    public static void Tick([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => Interlocked.Increment(ref ticks);

    [Function("Ticks")]
    public static IActionResult Ticks([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ticks")] HttpRequest request) => new OkObjectResult(ticks);
}
