using System.Net;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Http;

/// <summary>What a source allows whose answers state no budgets, only how long to pause after a 429: the settings alone.</summary>
abstract class SettingsCallBudget(HttpSource source, HttpSourceOptions settings, TimeProvider clock) : ISourceBudget
{
    public CallBudget Current { get; } = settings.Budget();

    public RateLimitPause? Read(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.TooManyRequests ? new RateLimitPause(DelayAfter(response), IsThrottled: true) : null;

    public SourceAnswer.Throttled Throttled(HttpResponseMessage response) => new(DelayAfter(response), $"{source.Title} asks for fewer calls.");

    TimeSpan DelayAfter(HttpResponseMessage response) =>
        RetryAfter.Read(response.Headers, clock.GetUtcNow()) ?? HttpSourceDefaults.ThrottledDelay;
}
