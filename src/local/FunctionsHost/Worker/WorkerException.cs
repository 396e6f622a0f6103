namespace AssetFunctions.Local.FunctionsHost.Worker;

/// <summary>The worker failed. There is no stack trace of this process: the worker logs its own.</summary>
sealed class WorkerException(string message) : Exception(message)
{
    public override string ToString() => Message;
}

static class WorkerResults
{
    /// <exception cref="WorkerException">The worker failed.</exception>
    /// <exception cref="OperationCanceledException">The worker stopped after cancellation.</exception>
    public static void ThrowIfFailed(this StatusResult? result, CancellationToken cancellationToken)
    {
        if (result?.Status is StatusResult.Types.Status.Cancelled)
        {
            throw new OperationCanceledException(result.Exception?.Message, cancellationToken);
        }

        if (result?.Status is not StatusResult.Types.Status.Success)
        {
            throw new WorkerException(result?.Exception?.Message ?? "The function failed.");
        }
    }
}
