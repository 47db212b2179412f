using OffRamp.Functions.Storage;

namespace OffRamp.Functions.Tests.Storage;

/// <summary>Answers as Azure documents them; Azurite's own are met in <see cref="TransactionTests"/>.</summary>
[TestClass]
public sealed class BatchResponseTests
{
    private const string Success = """
        --batchresponse_1
        Content-Type: multipart/mixed; boundary=changesetresponse_1

        --changesetresponse_1
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 204 No Content
        X-Content-Type-Options: nosniff
        Cache-Control: no-cache
        ETag: W/"datetime'2026-01-30T18%3A44%3A09.5789464Z'"


        --changesetresponse_1
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 204 No Content
        DataServiceVersion: 1.0;


        --changesetresponse_1--
        --batchresponse_1--
        """;

    private const string Failure = """
        --batchresponse_1
        Content-Type: multipart/mixed; boundary=changesetresponse_1

        --changesetresponse_1
        Content-Type: application/http
        Content-Transfer-Encoding: binary

        HTTP/1.1 412 Precondition Failed
        Content-Type: application/json;odata=minimalmetadata;streaming=true;charset=utf-8

        {"odata.error":{"code":"UpdateConditionNotSatisfied","message":{"lang":"en-US","value":"12:The update condition specified in the request was not satisfied.\nRequestId:1\nTime:2026"}}}
        --changesetresponse_1--
        --batchresponse_1--
        """;

    [TestMethod]
    [DataRow("\n")]
    [DataRow("\r\n")]
    public void Each_change_has_its_ETag(string ending)
    {
        var etags = BatchResponse.Read(Success.ReplaceLineEndings(ending), 2, "asked");

        Assert.AreEqual("W/\"datetime'2026-01-30T18%3A44%3A09.5789464Z'\"", etags[0].ToString("H"));
        Assert.AreEqual(default, etags[1]);
    }

    [TestMethod]
    public void The_failed_change_is_named()
    {
        var e = Assert.ThrowsExactly<StoragePreconditionException>(() => BatchResponse.Read(Failure.ReplaceLineEndings("\r\n"), 20, "asked"));

        Assert.AreEqual((412, "UpdateConditionNotSatisfied", 12), (e.Status, e.ErrorCode, e.FailedOperationIndex));
        Assert.Contains("asked", e.Message);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("--batchresponse_1--")]
    public void An_answer_without_the_changes_leaves_the_outcome_unknown(string body) =>
        Assert.ThrowsExactly<StorageUnavailableException>(() => BatchResponse.Read(body, 2, "asked"));

    [TestMethod]
    public void An_answer_of_too_few_changes_leaves_the_outcome_unknown() =>
        Assert.ThrowsExactly<StorageUnavailableException>(() => BatchResponse.Read(Success, 3, "asked"));
}
