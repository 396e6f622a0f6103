using AssetFunctions.Redis.Connection;
using AssetFunctions.Redis.Tests.Support;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Redis;
using AssetFunctions.Testing.Time;
using StackExchange.Redis;

namespace AssetFunctions.Redis.Tests.Connection;

/// <summary>A sign-in to Redis that fails is a Redis that is down: syncs go on without it, and with it once the app is let in.</summary>
public sealed class SignInTests
{
    // The library throws a plain exception with these words: the type says nothing.
    static readonly Exception NoToken = new InvalidOperationException("Failed to acquire token");

    [Fact]
    public async Task An_instance_that_cannot_sign_in_keeps_the_budget_on_its_own_and_says_nothing_to_the_sync()
    {
        await using var instance = RedisInstance.SigningIn("127.0.0.1:1", "x:", _ => Task.FromException(NoToken));
        var budget = new CallBudget { PerDay = 1 };

        Assert.IsType<RateLimitDecision.Granted>(await instance.Limiter.AcquireAsync("zerion", budget, default));
        Assert.IsType<RateLimitDecision.Denied>(await instance.Limiter.AcquireAsync("zerion", budget, default));
        await instance.Limiter.HoldAsync("zerion", TimeSpan.FromMinutes(1), slowDown: true, default);
        Assert.Equal(SharedCacheFault.Failure, (await Assert.ThrowsAsync<SharedCacheException>(() => instance.Shared.GetManyAsync(["a"], default))).Fault);
    }

    [Fact]
    public async Task A_sign_in_that_keeps_failing_opens_the_circuit_and_is_not_asked_for_at_every_call()
    {
        var signIns = 0;
        await using var instance = RedisInstance.SigningIn(
            "127.0.0.1:1",
            "x:",
            _ =>
            {
                Interlocked.Increment(ref signIns);
                return Task.FromException(NoToken);
            },
            ("TimeoutMilliseconds", "10000"),
            ("BreakSeconds", "300"));

        var faults = new List<SharedCacheFault>();
        for (var call = 0; call < 20; call++)
        {
            faults.Add((await Assert.ThrowsAsync<SharedCacheException>(() => instance.Shared.GetManyAsync(["a"], default))).Fault);
        }

        Assert.Equal(SharedCacheFault.CircuitOpen, faults[^1]);
        Assert.InRange(signIns, 1, RedisDefaults.MinimumCalls);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_cancelled_while_the_sign_in_goes_on()
    {
        var signIn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var instance = RedisInstance.SigningIn("127.0.0.1:1", "x:", _ => signIn.Task);
        using var caller = new CancellationTokenSource();

        var asked = instance.Get<RedisCalls>().OpenAsync(caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        signIn.SetException(NoToken);
        await instance.Get<RedisCalls>().OpenAsync(default);
    }

    [SkippableFact]
    public async Task Redis_is_used_once_a_later_sign_in_succeeds()
    {
        var redis = await RedisFixture.StartNewAsync();
        try
        {
            var signIns = 0;
            Task SignInAsync(ConfigurationOptions _) => Interlocked.Increment(ref signIns) == 1 ? Task.FromException(NoToken) : Task.CompletedTask;
            await using var instance = RedisInstance.SigningIn(redis.ConnectionString, RedisInstance.NewPrefix(), SignInAsync, ("BreakSeconds", "0.5"));

            Assert.IsType<RateLimitDecision.Granted>(await instance.Limiter.AcquireAsync("zerion", new CallBudget(), default));
            await Eventually.TrueAsync(async () =>
            {
                try
                {
                    return (await instance.Shared.GetManyAsync(["a"], default)).Count == 1;
                }
                catch (SharedCacheException)
                {
                    return false;
                }
            });
        }
        finally
        {
            await redis.DisposeAsync();
        }
    }
}
