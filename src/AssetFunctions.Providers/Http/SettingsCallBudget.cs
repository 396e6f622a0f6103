using System.Net;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Http;

/// <summary>Call budget from the settings alone, for a provider whose responses state no limits, only a pause after a 429.</summary>
abstract class SettingsCallBudget(HttpProvider provider, HttpProviderOptions settings, TimeProvider clock) : ICallBudget
{
    public CallBudget Current { get; } = settings.Budget();

    public RateLimitPause? Read(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.TooManyRequests ? new RateLimitPause(DelayAfter(response), IsThrottled: true) : null;

    public ProviderResult.Throttled Throttled(HttpResponseMessage response) => new(DelayAfter(response), $"{provider.Title} requires fewer calls.");

    TimeSpan DelayAfter(HttpResponseMessage response) =>
        RetryAfter.Read(response.Headers, clock.GetUtcNow()) ?? HttpProviderDefaults.ThrottledDelay;
}
