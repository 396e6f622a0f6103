using System.Diagnostics;

namespace AssetFunctions.Benchmarks.Cosmos;

/// <summary>Runs one operation over and over from several callers at once.</summary>
internal static class Throughput
{
    private const int Callers = 16;

    /// <summary>Operations per second in the best of several rounds; on a shared machine the best one is the least disturbed.</summary>
    public static async Task<double> MeasureAsync(Func<int, Task> operation, TimeSpan round, int rounds)
    {
        await RunAsync(operation, round);
        var best = 0.0;
        for (var i = 0; i < rounds; i++)
        {
            best = Math.Max(best, await RunAsync(operation, round));
        }

        return best;
    }

    /// <summary>The median time of one operation in milliseconds, one caller.</summary>
    public static async Task<double> MedianLatencyAsync(Func<int, Task> operation, int count)
    {
        var times = new List<double>(count);
        for (var i = -count / 4; i < count; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await operation(Math.Abs(i));
            if (i >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        times.Sort();
        return times[times.Count / 2];
    }

    private static async Task<double> RunAsync(Func<int, Task> operation, TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(began) < duration)
            {
                await operation(Interlocked.Increment(ref next));
            }
        })));
        return next / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
