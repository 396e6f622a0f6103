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
    public static Task TrueAsync(Func<Task<bool>> condition, TimeSpan? pause = null, TimeSpan? limit = null) => GetAsync(condition, holds => holds, pause, limit);

    /// <summary>Reads a value again and again until it is as wanted.</summary>
    /// <exception cref="TimeoutException">It was not within the limit; the message shows what it was last.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Func<T, bool> isWanted, TimeSpan? pause = null, TimeSpan? limit = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (isWanted(value))
            {
                return value;
            }

            if (TimeProvider.System.GetElapsedTime(started) > (limit ?? Limit))
            {
                throw new TimeoutException($"Still {value} after {limit ?? Limit}.");
            }

            await Task.Delay(pause ?? Pause, TimeProvider.System);
        }
    }
}
