using Azure;
using Azure.Data.Tables;

namespace OffRamp.Functions.Storage;

/// <summary>
/// The table service refused, or could not be reached. A write that failed with
/// <see cref="StorageConflictException"/>, <see cref="StoragePreconditionException"/> or
/// <see cref="StorageNotFoundException"/> may be our own earlier try that did succeed while its answer was lost
/// (tries are repeated), so a caller to whom it matters reads the row again and compares its commit id.
/// </summary>
internal class StorageException(StorageError error, Exception? inner = null) : Exception(error.Describe(), inner)
{
    /// <summary>The HTTP status; 0 where no answer came.</summary>
    public int Status => error.Status;

    /// <summary>The service's code, such as <c>EntityAlreadyExists</c>; null where it gave none.</summary>
    public string? ErrorCode => error.Code;

    /// <summary>In a transaction, which operation failed, from 0; null where that is not known.</summary>
    public int? FailedOperationIndex => error.FailedOperationIndex;

    /// <summary>What the SDK's exception means here.</summary>
    public static StorageException For(RequestFailedException failure, StorageRequest request)
    {
        var index = (failure as TableTransactionFailedException)?.FailedTransactionActionIndex;
        return For(new StorageError(failure.Status, failure.ErrorCode, StorageError.WordsOf(failure), request.Asked, index));
    }

    private static StorageException For(StorageError error) => error.Status switch
    {
        404 => new StorageNotFoundException(error),
        409 => new StorageConflictException(error),
        412 => new StoragePreconditionException(error),
        429 or 503 => new StorageThrottledException(error),
        408 or >= 500 => new StorageUnavailableException(error),
        _ => new StorageException(error),
    };
}

/// <summary>409: the row (or the table) exists already.</summary>
internal sealed class StorageConflictException(StorageError error) : StorageException(error);

/// <summary>412: the row is no longer as it was when its ETag was read.</summary>
internal sealed class StoragePreconditionException(StorageError error) : StorageException(error);

/// <summary>404: there is no such row to change or delete, or no such table.</summary>
internal sealed class StorageNotFoundException(StorageError error) : StorageException(error);

/// <summary>429 or 503, after all tries: the service asks for fewer requests. Nothing was written.</summary>
internal sealed class StorageThrottledException(StorageError error) : StorageException(error);

/// <summary>No answer, or one of 5xx or 408, after all tries. Whether a write happened is unknown.</summary>
internal sealed class StorageUnavailableException(StorageError error, Exception? inner = null) : StorageException(error, inner);

/// <summary>A row or transaction is more than the service takes; it was not sent.</summary>
internal sealed class StorageLimitException(string message) : ArgumentException(message);

/// <summary>What the service said.</summary>
/// <param name="Status">The HTTP status; 0 where no answer came.</param>
/// <param name="Code">The service's code.</param>
/// <param name="Message">The service's words.</param>
/// <param name="Request">What was asked: the operation and the row.</param>
/// <param name="FailedOperationIndex">In a transaction, which operation.</param>
internal sealed record StorageError(int Status, string? Code, string? Message, string Request, int? FailedOperationIndex = null)
{
    /// <summary>The service's words alone: after them the SDK lists status, code, body and headers.</summary>
    public static string WordsOf(RequestFailedException failure) =>
        string.Join(' ', failure.Message.Split('\n', StringSplitOptions.TrimEntries).TakeWhile(line => !line.StartsWith("Status:", StringComparison.Ordinal)));

    /// <summary>One line.</summary>
    public string Describe() =>
        $"{Request}: {(Status == 0 ? "no answer" : Status)} {Code} {Message?.ReplaceLineEndings(" ")}".TrimEnd()
        + (FailedOperationIndex is { } index ? $" (operation {index})" : "");
}
