namespace AssetFunctions.Testing.Time;

/// <summary>Waits for a condition; the limit is far beyond any healthy run.</summary>
public static class Eventually
{
    /// <summary>The timeout of a wait.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the condition holds.</summary>
    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    /// <summary>Waits until the condition holds, with a pause between checks.</summary>
    public static Task TrueAsync(Func<Task<bool>> condition, TimeSpan? pause = null, TimeSpan? limit = null) => GetAsync(condition, holds => holds, pause, limit);

    /// <summary>Reads a value repeatedly until it is as expected.</summary>
    /// <exception cref="TimeoutException">The value was not as expected within the limit; the message shows the last one.</exception>
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
