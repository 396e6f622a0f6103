namespace AssetFunctions.Testing.Time;

/// <summary>Waits for what comes about in its own time; the limit is far beyond any healthy run.</summary>
public static class Eventually
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            await Task.Delay(Pause, TimeProvider.System, limit.Token);
        }
    }
}
