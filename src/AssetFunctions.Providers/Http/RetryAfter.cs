using System.Net.Http.Headers;

namespace AssetFunctions.Providers.Http;

/// <summary>Waits that responses request, limited to a sensible range.</summary>
static class RetryAfter
{
    /// <summary>Reads Retry-After in either form, or returns null.</summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now) => headers.RetryAfter switch
    {
        { Delta: { } delta } => Bound(delta),
        { Date: { } date } => Bound(date - now),
        _ => null,
    };

    public static TimeSpan Bound(TimeSpan delay) =>
        delay < HttpProviderDefaults.MinDelay ? HttpProviderDefaults.MinDelay
        : delay > HttpProviderDefaults.MaxDelay ? HttpProviderDefaults.MaxDelay
        : delay;
}
