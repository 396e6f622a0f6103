using Azure;
using Azure.Storage.Queues.Models;

namespace AssetFunctions.LocalWorker.Queues;

/// <summary>Tells the ways apart in which a storage account fails.</summary>
static class StorageFaults
{
    const int NotFound = 404;

    /// <summary>The account did not answer, or answered with an error.</summary>
    public static bool IsFault(Exception e)
        => e is RequestFailedException or IOException or HttpRequestException or OperationCanceledException
            || (e is AggregateException many && many.InnerExceptions.All(IsFault));

    public static bool IsMissingQueue(RequestFailedException e)
        => e.ErrorCode == QueueErrorCode.QueueNotFound || e.ErrorCode == QueueErrorCode.QueueBeingDeleted;

    /// <summary>The message was deleted, or received anew by another instance after this one's lease ran out.</summary>
    public static bool IsLostMessage(RequestFailedException e)
        => e.Status == NotFound || e.ErrorCode == QueueErrorCode.PopReceiptMismatch;

    /// <summary>The innermost cause in a few words.</summary>
    public static string Reason(Exception e) => e switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Reason(first),
        RequestFailedException { Status: > 0 } answer => $"it answers {answer.Status} {answer.ErrorCode}".TrimEnd(),
        OperationCanceledException => "no answer in time",
        { InnerException: { } inner } => Reason(inner),
        _ => e.Message.TrimEnd('.'),
    };
}
