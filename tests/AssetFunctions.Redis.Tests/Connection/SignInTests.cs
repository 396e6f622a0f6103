using System.Net;
using System.Net.Sockets;
using AssetFunctions.Redis.Connection;
using AssetFunctions.Redis.Tests.Support;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Redis.Tests.Connection;

/// <summary>A failed sign-in counts as a Redis that is down: syncs run without it, and with it once the sign-in succeeds.</summary>
public sealed class SignInTests
{
    /// <summary>The Redis of the tests speaks no TLS.</summary>
    const string PlainUser = ",user=app,ssl=false";

    const byte TlsHandshake = 22;

    static readonly Exception NoToken = new InvalidOperationException("no token");

    [Fact]
    public async Task Instance_that_cannot_sign_in_keeps_its_own_budget_and_syncs_continue()
    {
        await using var instance = RedisInstance.SigningIn($"127.0.0.1:1{PlainUser}", "x:", new ScriptedCredential(NoToken));
        var budget = new CallBudget { PerDay = 1 };

        Assert.IsType<RateLimitDecision.Granted>(await instance.Limiter.AcquireAsync("zerion", budget, default));
        Assert.IsType<RateLimitDecision.Denied>(await instance.Limiter.AcquireAsync("zerion", budget, default));
        await instance.Limiter.HoldAsync("zerion", TimeSpan.FromMinutes(1), slowDown: true, default);
        Assert.Equal(SharedCacheFailure.Failed, (await Assert.ThrowsAsync<SharedCacheException>(() => instance.Shared.GetManyAsync(["a"], default))).Failure);
    }

    [Fact]
    public async Task Sign_in_that_keeps_failing_opens_the_circuit_and_is_not_repeated_at_every_call()
    {
        var credential = new ScriptedCredential(NoToken);
        await using var instance = RedisInstance.SigningIn($"127.0.0.1:1{PlainUser}", "x:", credential, ("BreakSeconds", "300"));

        var faults = new List<SharedCacheFailure>();
        for (var call = 0; call < 20; call++)
        {
            faults.Add((await Assert.ThrowsAsync<SharedCacheException>(() => instance.Shared.GetManyAsync(["a"], default))).Failure);
        }

        Assert.Equal(SharedCacheFailure.CircuitOpen, faults[^1]);
        Assert.InRange(credential.Requests, 1, RedisDefaults.MinimumCalls);
    }

    [Fact]
    public async Task Caller_that_gives_up_is_canceled_while_the_sign_in_continues()
    {
        var token = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var instance = RedisInstance.SigningIn($"127.0.0.1:1{PlainUser}", "x:", new ScriptedCredential(_ => token.Task));
        using var caller = new CancellationTokenSource();

        var opening = instance.Get<RedisCalls>().OpenAsync(caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        token.SetException(NoToken);
        await instance.Get<RedisCalls>().OpenAsync(default);
    }

    [Fact]
    public async Task Redis_is_used_once_a_later_sign_in_succeeds()
    {
        var redis = await RedisFixture.StartNewAsync();
        try
        {
            await using var admin = await RedisUser.CreateAsync(redis.ConnectionString, "token-1");
            var credential = new ScriptedCredential(NoToken);
            await using var instance = RedisInstance.SigningIn($"{redis.ConnectionString}{PlainUser}", RedisInstance.NewPrefix(), credential, ("BreakSeconds", "0.5"));
            Assert.IsType<RateLimitDecision.Granted>(await instance.Limiter.AcquireAsync("zerion", new CallBudget(), default));

            credential.Token = _ => Task.FromResult("token-1");

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

    [Fact]
    public async Task Connection_is_encrypted_unless_the_connection_string_says_otherwise()
    {
        using var redis = new TcpListener(IPAddress.Loopback, 0);
        redis.Start();
        await using var instance = RedisInstance.SigningIn($"{redis.LocalEndpoint},user=app", "x:", new ScriptedCredential("token-1"));

        var opening = instance.Get<RedisConnection>().GetAsync();
        using var client = await redis.AcceptTcpClientAsync();

        var first = new byte[1];
        await client.GetStream().ReadExactlyAsync(first);
        Assert.Equal(TlsHandshake, first[0]);
        client.Dispose();
        redis.Stop();
        await opening;
    }
}
