namespace AssetFunctions.LocalWorker.Tests.Support;

/// <summary>Waits for things that come about in their own time; the limit is far beyond any healthy run.</summary>
public static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan? pause = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            await Task.Delay(pause ?? s_pause, TimeProvider.System, limit.Token);
        }
    }
}
