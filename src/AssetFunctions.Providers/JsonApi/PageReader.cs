using System.Buffers;

namespace AssetFunctions.Providers.JsonApi;

/// <summary>Remaining bytes of one fetch.</summary>
sealed class ByteBudget(long bytes)
{
    public long Left { get; private set; } = bytes;

    public void Spend(int read) => Left -= read;
}

/// <summary>Feeds a response body to a <see cref="PageSplitter"/> in pieces of limited size.</summary>
static class PageReader
{
    /// <summary>Reads until the page proves invalid, the body ends, or the budget is spent. A complete page must end the body.</summary>
    /// <returns>True if the budget sufficed.</returns>
    public static async Task<bool> ReadAsync(Stream body, PageSplitter splitter, ByteBudget budget, int readBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(readBytes);
        try
        {
            while (splitter.State is PageState.Open or PageState.Complete or PageState.NoData && budget.Left > 0)
            {
                var room = (int)Math.Min(readBytes, budget.Left);
                var read = await body.ReadAsync(buffer.AsMemory(0, room), cancellationToken);
                if (read == 0)
                {
                    return true;
                }

                budget.Spend(read);
                splitter.Feed(buffer.AsSpan(0, read));
            }

            return splitter.State != PageState.Open;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
