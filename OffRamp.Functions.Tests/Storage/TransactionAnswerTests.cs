using Azure;
using Microsoft.AspNetCore.Http;
using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Storage;

/// <summary>Answers to transactions as Azure documents them, and none at all; Azurite's own are met in <see cref="TransactionTests"/>.</summary>
[TestClass]
public sealed class TransactionAnswerTests
{
    private const string Start = """
        --batchresponse_1
        Content-Type: multipart/mixed; boundary=changesetresponse_1

        --changesetresponse_1
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        """;

    private const string End = """
        --changesetresponse_1--
        --batchresponse_1--

        """;

    private const string Success = Start + """

        HTTP/1.1 204 No Content
        X-Content-Type-Options: nosniff
        Cache-Control: no-cache
        ETag: W/"datetime'2026-01-30T18%3A44%3A09.5789464Z'"


        --changesetresponse_1
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 204 No Content
        DataServiceVersion: 1.0;



        """ + End;

    private const string Failure = Start + """

        HTTP/1.1 412 Precondition Failed
        Content-Type: application/json;odata=minimalmetadata;streaming=true;charset=utf-8

        {"odata.error":{"code":"UpdateConditionNotSatisfied","message":{"lang":"en-US","value":"12:The update condition specified in the request was not satisfied.\nRequestId:1\nTime:2026"}}}

        """ + End;

    [TestMethod]
    public async Task Each_change_has_its_ETag()
    {
        await using var service = await AnswerAsync(Success);

        var etags = await service.Table().TransactAsync("p", Changes(2));

        Assert.AreEqual("W/\"datetime'2026-01-30T18%3A44%3A09.5789464Z'\"", etags[0].ToString("H"));
        Assert.AreEqual(default, etags[1]);
    }

    [TestMethod]
    public async Task The_failed_change_is_named()
    {
        await using var service = await AnswerAsync(Failure);

        var e = await Assert.ThrowsExactlyAsync<StoragePreconditionException>(() => service.Table().TransactAsync("p", Changes(20)));

        Assert.AreEqual((412, "UpdateConditionNotSatisfied", 12), (e.Status, e.ErrorCode, e.FailedOperationIndex));
        Assert.Contains("Transaction Rows p (20): 412 UpdateConditionNotSatisfied 12:The update condition", e.Message);
        Assert.DoesNotContain("\n", e.Message);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("--batchresponse_1--\r\n")]
    [DataRow("<html>Welcome to the airport</html>")]
    [DataRow(Start)]
    public async Task An_answer_without_the_changes_leaves_the_outcome_unknown(string body)
    {
        await using var service = await AnswerAsync(body);

        await Assert.ThrowsExactlyAsync<StorageUnavailableException>(() => service.Table().TransactAsync("p", Changes(2)));
    }

    [TestMethod]
    public async Task An_answer_that_is_no_multipart_leaves_the_outcome_unknown()
    {
        await using var service = await AnswerAsync("<html>Welcome to the airport</html>", "text/html");

        await Assert.ThrowsExactlyAsync<StorageUnavailableException>(() => service.Table().TransactAsync("p", Changes(2)));
    }

    [TestMethod]
    public async Task An_answer_of_too_few_changes_leaves_the_outcome_unknown()
    {
        await using var service = await AnswerAsync(Success);

        await Assert.ThrowsExactlyAsync<StorageUnavailableException>(() => service.Table().TransactAsync("p", Changes(3)));
    }

    [TestMethod]
    public async Task A_transaction_whose_answer_was_lost_is_asked_again_and_reads_as_a_failed_precondition()
    {
        await using var service = await FakeTableService.StartAsync((context, attempt) =>
        {
            if (attempt > 1)
            {
                return WriteAsync(context, Failure, Multipart);
            }

            context.Abort();
            return Task.CompletedTask;
        });

        await Assert.ThrowsExactlyAsync<StoragePreconditionException>(() => service.Table().TransactAsync("p", Changes(20)));

        Assert.AreEqual(2, service.Tries);
    }

    [TestMethod]
    [DataRow(503, typeof(StorageThrottledException))]
    [DataRow(500, typeof(StorageUnavailableException))]
    [DataRow(413, typeof(StorageException))]
    public async Task A_transaction_that_is_refused_as_a_whole_fails_by_its_status(int status, Type expected)
    {
        await using var service = await FakeTableService.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        var e = await Assert.ThrowsAsync<StorageException>(() => service.Table().TransactAsync("p", Changes(2)));

        Assert.AreEqual((expected, status, null), (e.GetType(), e.Status, e.FailedOperationIndex));
    }

    private const string Multipart = "multipart/mixed; boundary=batchresponse_1";

    private static Task<FakeTableService> AnswerAsync(string body, string type = Multipart) =>
        FakeTableService.StartAsync((context, _) => WriteAsync(context, body, type));

    private static Task WriteAsync(HttpContext context, string body, string type)
    {
        context.Response.StatusCode = 202;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body.ReplaceLineEndings("\r\n"));
    }

    private static TableOperation[] Changes(int count) =>
        [.. Enumerable.Range(0, count).Select(n => TableOperation.Replace(new Row("p", $"{n}"), ETag.All))];
}
