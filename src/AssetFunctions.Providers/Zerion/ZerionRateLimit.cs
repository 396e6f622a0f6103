using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using AssetFunctions.Providers.Http;

namespace AssetFunctions.Providers.Zerion;

/// <summary>One budget of the organization, from the headers of a response. Members without a readable header are null.</summary>
/// <param name="Limit">Calls allowed per window.</param>
/// <param name="Remaining">Calls left in this window.</param>
/// <param name="Reset">Time until the window ends.</param>
readonly record struct ZerionBudget(long? Limit, long? Remaining, TimeSpan? Reset)
{
    public bool IsExhausted => Remaining is <= 0;

    /// <summary>Time until the window ends if so little is left of it that the rest is left to wallets, otherwise zero.</summary>
    public TimeSpan TimeReserved => Remaining < Limit * ZerionDefaults.WalletReserve ? Reset ?? ZerionDefaults.ExhaustedDelay : TimeSpan.Zero;
}

/// <summary>State of the organization's budgets, sent as <c>RateLimit-Org-{Second,Day,Month}-{Limit,Remaining,Reset}</c> with every response.</summary>
sealed record ZerionRateLimit(ZerionBudget Second, ZerionBudget Day, ZerionBudget Month)
{
    public static ZerionRateLimit Read(HttpResponseHeaders headers) =>
        new(Budget(headers, "Second"), Budget(headers, "Day"), Budget(headers, "Month"));

    /// <summary>How long no call can succeed after a 429: until an exhausted day or month ends, else Retry-After (seldom sent), else the second ends.</summary>
    public TimeSpan DelayAfterThrottling(TimeSpan? retryAfter) =>
        LongDelay ?? RetryAfter.Bound(retryAfter ?? Second.Reset ?? HttpProviderDefaults.ThrottledDelay);

    /// <summary>Returns the pause after a response, or null. A 429 requires one, and so does the last call of a budget, whatever its status.</summary>
    public RateLimitPause? PauseAfter(HttpStatusCode status, TimeSpan? retryAfter)
    {
        if (status == HttpStatusCode.TooManyRequests)
        {
            return new RateLimitPause(DelayAfterThrottling(retryAfter), IsThrottled: true);
        }

        var delay = LongDelay ?? (Second.IsExhausted ? Second.Reset : null);
        return delay is { } pause ? new RateLimitPause(pause, IsThrottled: false) : null;
    }

    /// <summary>Time until an exhausted day or month ends, or null when neither is.</summary>
    TimeSpan? LongDelay
    {
        get
        {
            if (!Day.IsExhausted && !Month.IsExhausted)
            {
                return null;
            }

            var day = Day.IsExhausted ? Day.Reset ?? ZerionDefaults.ExhaustedDelay : TimeSpan.Zero;
            var month = Month.IsExhausted ? Month.Reset ?? ZerionDefaults.ExhaustedDelay : TimeSpan.Zero;
            return RetryAfter.Bound(day > month ? day : month);
        }
    }

    static ZerionBudget Budget(HttpResponseHeaders headers, string window)
    {
        var reset = Number(headers, $"RateLimit-Org-{window}-Reset");
        var maxSeconds = (long)HttpProviderDefaults.MaxDelay.TotalSeconds;
        return new ZerionBudget(
            Number(headers, $"RateLimit-Org-{window}-Limit"),
            Number(headers, $"RateLimit-Org-{window}-Remaining"),
            reset is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, maxSeconds)) : null);
    }

    static long? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && long.TryParse(values.First(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
