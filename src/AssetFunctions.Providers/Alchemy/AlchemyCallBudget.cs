using System.Net;
using AssetFunctions.Providers.Http;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Alchemy;

/// <summary>What Alchemy allows: the settings alone, because its answers state no budgets, only how long to pause after a 429.</summary>
sealed class AlchemyCallBudget(IOptions<AlchemyOptions> settings, TimeProvider clock) : ISourceBudget
{
    public CallBudget Current { get; } = settings.Value.Budget();

    public RateLimitPause? Read(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.TooManyRequests ? new RateLimitPause(DelayAfter(response), IsThrottled: true) : null;

    public SourceAnswer.Throttled Throttled(HttpResponseMessage response) => new(DelayAfter(response), "Alchemy asks for fewer calls.");

    TimeSpan DelayAfter(HttpResponseMessage response) =>
        RetryAfter.Read(response.Headers, clock.GetUtcNow()) ?? HttpSourceDefaults.ThrottledDelay;
}
