using System.Globalization;
using Microsoft.AspNetCore.Http;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Storage;

/// <summary>What the table does when the service does not.</summary>
[TestClass]
public sealed class OutageTests
{
    [TestMethod]
    [DataRow(408)]
    [DataRow(429)]
    [DataRow(500)]
    [DataRow(502)]
    [DataRow(503)]
    [DataRow(504)]
    public async Task A_passing_failure_is_tried_again(int status)
    {
        await using var service = await FakeTableService.StartAsync((context, attempt) => Answer(context, attempt < 3 ? status : 204));

        var etag = await service.Table().InsertAsync(new Row("p", "r"));

        Assert.AreEqual("W/\"1\"", etag.ToString("H"));
        CollectionAssert.AreEqual(new[] { status, status, 204 }, service.Log.Requests.Select(request => request.Status).ToArray());
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, service.Log.Requests.Select(request => request.Attempt).ToArray());
    }

    [TestMethod]
    [DataRow(400)]
    [DataRow(403)]
    [DataRow(413)]
    [DataRow(501)]
    public async Task A_lasting_failure_is_not_tried_again(int status)
    {
        await using var service = await FakeTableService.StartAsync((context, _) => Answer(context, status));

        var e = await Assert.ThrowsAsync<StorageException>(() => service.Table().InsertAsync(new Row("p", "r")));

        Assert.AreEqual((status, 1), (e.Status, service.Tries));
    }

    [TestMethod]
    [DataRow(429)]
    [DataRow(503)]
    public async Task A_service_that_stays_busy_throttles(int status)
    {
        await using var service = await FakeTableService.StartAsync((context, _) => Answer(context, status, "ServerBusy"));

        var e = await Assert.ThrowsExactlyAsync<StorageThrottledException>(() => service.Table().GetAsync("p", "r"));

        Assert.AreEqual((status, "ServerBusy", 5), (e.Status, e.ErrorCode, service.Tries));
    }

    [TestMethod]
    [DataRow(408)]
    [DataRow(500)]
    [DataRow(504)]
    public async Task A_service_that_stays_broken_is_unavailable(int status)
    {
        await using var service = await FakeTableService.StartAsync((context, _) => Answer(context, status));

        var e = await Assert.ThrowsExactlyAsync<StorageUnavailableException>(() => service.Table().GetAsync("p", "r"));

        Assert.AreEqual((status, 5), (e.Status, service.Tries));
    }

    [TestMethod]
    public async Task A_dropped_connection_is_tried_again()
    {
        await using var service = await FakeTableService.StartAsync((context, attempt) => attempt < 3 ? Drop(context) : Answer(context, 204));

        await service.Table().InsertAsync(new Row("p", "r"));

        CollectionAssert.AreEqual(new[] { 0, 0, 204 }, service.Log.Requests.Select(request => request.Status).ToArray());
    }

    [TestMethod]
    public async Task A_service_that_keeps_dropping_connections_is_unavailable()
    {
        await using var service = await FakeTableService.StartAsync((context, _) => Drop(context));

        var e = await Assert.ThrowsExactlyAsync<StorageUnavailableException>(() => service.Table().InsertAsync(new Row("p", "r")));

        Assert.AreEqual(0, e.Status);
        Assert.IsNotNull(e.InnerException);
    }

    [TestMethod]
    public async Task Where_nothing_listens_the_service_is_unavailable()
    {
        var service = await FakeTableService.StartAsync((context, _) => Drop(context));
        var table = service.Table();
        await service.DisposeAsync();

        await Assert.ThrowsExactlyAsync<StorageUnavailableException>(() => table.GetAsync("p", "r"));
    }

    [TestMethod]
    public async Task The_wait_that_the_service_asks_for_is_kept()
    {
        await using var service = await FakeTableService.StartAsync((context, attempt) =>
        {
            context.Response.Headers.RetryAfter = "1";
            return Answer(context, attempt == 1 ? 503 : 204);
        });
        var start = TimeProvider.System.GetTimestamp();

        await service.Table().InsertAsync(new Row("p", "r"));

        Assert.IsGreaterThan(TimeSpan.FromSeconds(0.9), TimeProvider.System.GetElapsedTime(start));
        Assert.AreEqual(2, service.Tries);
    }

    [TestMethod]
    public async Task A_wait_without_end_is_not_kept()
    {
        await using var service = await FakeTableService.StartAsync((context, _) =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return Answer(context, 503);
        });
        var table = service.Table(operationTimeout: TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsExactlyAsync<StorageUnavailableException>(() => table.InsertAsync(new Row("p", "r")));

        Assert.AreEqual(1, service.Tries);
    }

    [TestMethod]
    public async Task A_try_without_an_answer_ends_and_the_next_begins()
    {
        await using var service = await FakeTableService.StartAsync((context, attempt) => attempt == 1 ? Hang(context) : Answer(context, 204));
        var table = service.Table(options => options.Retry.NetworkTimeout = TimeSpan.FromMilliseconds(100));

        await table.InsertAsync(new Row("p", "r"));

        CollectionAssert.AreEqual(new[] { 0, 204 }, service.Log.Requests.Select(request => request.Status).ToArray());
    }

    [TestMethod]
    public async Task A_caller_who_gives_up_is_told_so()
    {
        using var caller = new CancellationTokenSource();
        await using var service = await FakeTableService.StartAsync(async (context, _) =>
        {
            await caller.CancelAsync();
            await Hang(context);
        });

        await Assert.ThrowsAsync<OperationCanceledException>(() => service.Table().GetAsync("p", "r", null, caller.Token));
    }

    [TestMethod]
    public async Task A_caller_who_gives_up_after_a_try_that_failed_is_told_so_too()
    {
        using var caller = new CancellationTokenSource();
        await using var service = await FakeTableService.StartAsync(async (context, attempt) =>
        {
            if (attempt == 1)
            {
                await Drop(context);
                return;
            }

            await caller.CancelAsync();
            await Hang(context);
        });

        await Assert.ThrowsAsync<OperationCanceledException>(() => service.Table().GetAsync("p", "r", null, caller.Token));
    }

    [TestMethod]
    public async Task A_write_whose_answer_was_lost_reads_as_a_conflict()
    {
        var rows = 0;
        await using var service = await FakeTableService.StartAsync((context, attempt) =>
        {
            var isNew = Interlocked.Exchange(ref rows, 1) == 0;
            return attempt == 1 ? Drop(context) : Answer(context, isNew ? 204 : 409, "EntityAlreadyExists");
        });

        await Assert.ThrowsExactlyAsync<StorageConflictException>(() => service.Table().InsertAsync(new Row("p", "r")));

        Assert.AreEqual(1, rows);
    }

    [TestMethod]
    public async Task Each_try_is_signed_with_a_date_of_its_own()
    {
        var signed = new List<(string Date, string Signature)>();
        await using var service = await FakeTableService.StartAsync((context, attempt) =>
        {
            var headers = context.Request.Headers;
            signed.Add(($"{headers["x-ms-date"]}", $"{headers.Authorization}"));
            context.Response.Headers.RetryAfter = "1";
            return Answer(context, attempt == 1 ? 503 : 204);
        });

        await service.Table().InsertAsync(new Row("p", "r"));

        Assert.AreNotEqual(signed[0], signed[1]);
        Assert.IsLessThan(TimeSpan.FromMinutes(1), DateTimeOffset.UtcNow - DateTimeOffset.Parse(signed[1].Date, CultureInfo.InvariantCulture));
    }

    [TestMethod]
    public async Task A_proxys_page_instead_of_an_error_is_an_error_too()
    {
        await using var service = await FakeTableService.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync("<html>Go away</html>");
        });

        var e = await Assert.ThrowsExactlyAsync<StorageException>(() => service.Table().GetAsync("p", "r"));

        Assert.AreEqual((403, null), (e.Status, e.ErrorCode));
    }

    private static async Task Answer(HttpContext context, int status, string code = "Whatever")
    {
        context.Response.StatusCode = status;
        if (status == 204)
        {
            context.Response.Headers.ETag = "W/\"1\"";
        }
        else
        {
            await context.Response.WriteAsync($$$$"""{"odata.error":{"code":"{{{{code}}}}","message":{"lang":"en-US","value":"Words."}}}""");
        }
    }

    private static Task Drop(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task Hang(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }
}
