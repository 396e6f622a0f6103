using System.Diagnostics;

namespace AssetFunctions.Benchmarks.Measuring;

/// <summary>Runs one operation over and over from several callers at once.</summary>
static class Throughput
{
    const int Callers = 16;

    /// <summary>
    /// Operations per second of two operations that take turns, each in its best round because that is the least disturbed one, and the median of
    /// the ratios of the rounds.
    /// </summary>
    public static async Task<(double First, double Second, double Ratio)> CompareAsync(
        Func<int, Task> first, Func<int, Task> second, TimeSpan round, int rounds)
    {
        // Code is compiled before it is measured.
        await RunAsync(first, round);
        await RunAsync(second, round);
        var pairs = new List<(double First, double Second)>();
        for (var i = 0; i < rounds; i++)
        {
            pairs.Add((await RunAsync(first, round), await RunAsync(second, round)));
        }

        return (pairs.Max(pair => pair.First), pairs.Max(pair => pair.Second), Statistics.Median(pairs.Select(pair => pair.First / pair.Second)));
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

        return (Statistics.Median(firsts), Statistics.Median(seconds));
    }

    /// <summary>Operations per second over a time.</summary>
    public static async Task<double> RunAsync(Func<int, Task> operation, TimeSpan duration)
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

    static async Task<double> TimeAsync(Func<int, Task> operation, int number)
    {
        var began = Stopwatch.GetTimestamp();
        await operation(number);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
