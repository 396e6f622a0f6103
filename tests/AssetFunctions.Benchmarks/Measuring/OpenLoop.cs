using System.Collections.Concurrent;

namespace AssetFunctions.Benchmarks.Measuring;

/// <summary>Times of requests that start at a fixed rate.</summary>
/// <param name="Milliseconds">Of every request, in ascending order, from when it was due.</param>
/// <param name="Refused">Requests without a status of success.</param>
sealed record LoadResult(IReadOnlyList<double> Milliseconds, int Refused)
{
    public double Median => Statistics.Percentile(Milliseconds, 50);

    public double P99 => Statistics.Percentile(Milliseconds, 99);

    /// <summary>The requests of several loads as one.</summary>
    public static LoadResult Merge(IReadOnlyCollection<LoadResult> loads) =>
        new([.. loads.SelectMany(load => load.Milliseconds).Order()], loads.Sum(load => load.Refused));
}

/// <summary>
/// Starts requests at a fixed rate however long the others take. Their time counts from when they were due, so that a stall shows in all that
/// waited for it.
/// </summary>
static class OpenLoop
{
    public static async Task<LoadResult> RunAsync(HttpClient http, Uri path, int perSecond, TimeSpan duration)
    {
        var clock = TimeProvider.System;
        var times = new ConcurrentBag<double>();
        var started = clock.GetTimestamp();
        var pending = new List<Task>();
        var refused = 0;
        for (var i = 0; i < duration.TotalSeconds * perSecond; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / perSecond);
            if (due - clock.GetElapsedTime(started) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, clock);
            }

            pending.Add(SendAsync(due));
        }

        await Task.WhenAll(pending);
        return new LoadResult([.. times.Order()], refused);

        async Task SendAsync(TimeSpan due)
        {
            using var response = await http.GetAsync(path);
            if (!response.IsSuccessStatusCode)
            {
                Interlocked.Increment(ref refused);
            }

            times.Add((clock.GetElapsedTime(started) - due).TotalMilliseconds);
        }
    }
}
