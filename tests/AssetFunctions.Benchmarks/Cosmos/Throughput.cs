using System.Diagnostics;

namespace AssetFunctions.Benchmarks.Cosmos;

/// <summary>Runs one operation over and over from several callers at once.</summary>
static class Throughput
{
    const int Callers = 16;

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

    /// <summary>
    /// The median times of two operations in milliseconds, one caller. They take turns, so that whatever else the machine
    /// does slows both alike.
    /// </summary>
    public static async Task<(double First, double Second)> MedianLatenciesAsync(Func<int, Task> first, Func<int, Task> second, int count)
    {
        var (firsts, seconds) = (new List<double>(count), new List<double>(count));
        for (var i = 0; i < count * 2; i++)
        {
            var times = (First: await TimeAsync(first, i), Second: await TimeAsync(second, i));
            if (i >= count)
            {
                firsts.Add(times.First);
                seconds.Add(times.Second);
            }
        }

        return (Median(firsts), Median(seconds));
    }

    static async Task<double> TimeAsync(Func<int, Task> operation, int number)
    {
        var began = Stopwatch.GetTimestamp();
        await operation(number);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    static async Task<double> RunAsync(Func<int, Task> operation, TimeSpan duration)
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
