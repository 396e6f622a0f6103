namespace AssetFunctions.Testing.Time;

/// <summary>Waits for what comes about in its own time; the limit is far beyond any healthy run.</summary>
public static class Eventually
{
    /// <summary>The time after which a wait is given up.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the condition holds.</summary>
    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    /// <summary>Waits until the condition holds, with a pause between two looks.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan? pause = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            await Task.Delay(pause ?? Pause, TimeProvider.System, limit.Token);
        }
    }
}
