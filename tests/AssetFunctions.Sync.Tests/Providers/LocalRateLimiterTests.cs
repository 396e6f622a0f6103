using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Contracts;

namespace AssetFunctions.Sync.Tests.Providers;

public sealed class LocalRateLimiterTests : RateLimiterContract
{
    IRateLimiter? _limiter;

    protected override Task<IRateLimiter> LimiterAsync() => Task.FromResult(_limiter ??= new LocalRateLimiter(Clock));
}
