using System.Collections.Concurrent;
using System.Net;
using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Tests.Http;

/// <summary>Instances that share a limiter, do not know the quota at first, and have varying network delays.</summary>
public sealed class FleetQuotaTests
{
    const int Instances = 3;
    const int Calls = 40;
    static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(200);

    // Events due within a step happen at its end, so a delay is at most two steps longer than drawn.
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 3)]
    [InlineData(10, 4)]
    public void A_cold_fleet_never_exceeds_the_calls_per_second(int perSecond, int seed)
    {
        var clock = new ManualTimeProvider();
        var counted = new ConcurrentDictionary<long, int>();
        var limiter = new LocalRateLimiter(clock);
        var random = new Random(seed);
        var instances = Enumerable.Range(0, Instances).Select(_ => new HttpMessageInvoker(Chain())).ToList();

        SingleThread.Run(
            () => Enumerable.Range(0, Calls).Select(call => instances[call % Instances].SendAsync(new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1/"), default)),
            () => clock.Advance(Step));

        Assert.Equal(Calls, counted.Values.Sum());
        Assert.InRange(counted.Values.Max(), 1, perSecond);

        RateLimitHandler Chain()
        {
            var options = new ZerionOptions { MaxWait = TimeSpan.FromMinutes(30), ResponseTimeout = TimeSpan.FromHours(1) };
            return new RateLimitHandler(new CallQueue(limiter, "zerion", new ZerionCallBudget(Options.Create(options), clock), new RateLimitMeter(clock), clock))
            {
                InnerHandler = new Provider(ArriveAsync),
            };
        }

        async Task<HttpResponseMessage> ArriveAsync()
        {
            await Task.Delay(MaxDelay * random.NextDouble(), clock);
            var second = clock.GetUtcNow().ToUnixTimeSeconds();
            var used = counted.AddOrUpdate(second, 1, (_, count) => count + 1);
            var response = new HttpResponseMessage(HttpStatusCode.OK);
            response.Headers.Add("RateLimit-Org-Second-Limit", $"{perSecond}");
            response.Headers.Add("RateLimit-Org-Second-Remaining", $"{Math.Max(0, perSecond - used)}");
            response.Headers.Add("RateLimit-Org-Second-Reset", "1");
            await Task.Delay(MaxDelay * random.NextDouble(), clock);
            return response;
        }
    }

    sealed class Provider(Func<Task<HttpResponseMessage>> result) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => result();
    }
}
