namespace AssetFunctions.LocalWorker.Queues;

/// <summary>
/// The waits of an idle queue: from the shortest to the longest, doubling each time with a jitter of a fifth, so that
/// instances do not poll in step.
/// </summary>
sealed class PollingDelay(TimeSpan shortest, TimeSpan longest, Random random)
{
    const double Jitter = 0.2;

    int _empty;

    /// <summary>The wait after one more poll that found nothing.</summary>
    public TimeSpan Next()
    {
        var attempt = _empty++;
        if (attempt == 0)
        {
            return shortest;
        }

        var factor = 1 - Jitter + (2 * Jitter * random.NextDouble());
        var wait = shortest.TotalMilliseconds * (1 + (factor * Math.Pow(2, Math.Min(attempt - 1, 40))));
        if (wait < longest.TotalMilliseconds)
        {
            return TimeSpan.FromMilliseconds(wait);
        }

        _empty = attempt;
        return longest;
    }

    /// <summary>A message was found.</summary>
    public void Reset() => _empty = 0;
}
