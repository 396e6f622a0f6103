using AssetFunctions.Providers.Tests;
using AssetFunctions.Redis.Connection;
using AssetFunctions.Redis.Tests.Support;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AssetFunctions.Redis.Tests.Connection;

/// <summary>Connections outlive the token they were opened with.</summary>
public sealed class TokenRenewalTests : IAsyncLifetime, IDisposable
{
    readonly ManualTimeProvider _clock = new();
    readonly ScriptedCredential _credential = new("token-1");
    readonly CapturedLog _log = new();
    RedisFixture _redis = null!;
    RedisUser _user = null!;
    RedisConnection _connection = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisFixture.StartNewAsync();
        _user = await RedisUser.CreateAsync(_redis.ConnectionString, "token-1");
        var options = new RedisOptions { ConnectionString = $"{_redis.ConnectionString},user=app,ssl=false", UseEntraId = true };
        var loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));
        _connection = new RedisConnection(Options.Create(options), _clock, loggers.CreateLogger<RedisConnection>(), _credential);
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _user.DisposeAsync();
        await _redis.DisposeAsync();
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Identity_signs_in_with_its_token_over_one_connection()
    {
        var redis = await _connection.GetAsync();

        Assert.Equal("https://redis.azure.com/.default", _credential.Scope);
        Assert.Equal("app", (string?)await redis.GetDatabase().ExecuteAsync("ACL", "WHOAMI"));
        Assert.Equal(RedisProtocol.Resp3, Assert.Single(redis.GetServers()).Protocol);
        Assert.Equal(1, await _user.ConnectionsAsync());
    }

    [Fact]
    public async Task Open_connection_signs_in_again_with_a_new_token_and_stays_open()
    {
        var redis = await _connection.GetAsync();
        var client = await ClientIdAsync(redis);
        await RotateAsync("token-2");

        await MinuteAsync();
        await Eventually.TrueAsync(async () => await _user.SignInsAsync() == (1, 0));
        await MinuteAsync();
        await MinuteAsync();

        Assert.Equal((1, 0), await _user.SignInsAsync());
        Assert.Equal(client, await ClientIdAsync(redis));
        Assert.Empty(_log.Messages("Lost"));
    }

    [Fact]
    public async Task Killed_connection_reconnects_with_the_newest_token()
    {
        var redis = await _connection.GetAsync();
        var client = await ClientIdAsync(redis);
        await RotateAsync("token-2");
        await MinuteAsync();
        await Eventually.TrueAsync(async () => await _user.SignInsAsync() == (1, 0));

        await _user.KillAsync();

        await Eventually.TrueAsync(async () => await TryClientIdAsync(redis) is { } id && id != client);
        Assert.Equal(0, (await _user.SignInsAsync()).Rejected);
    }

    [Fact]
    public async Task Connection_rejected_for_its_old_token_reconnects_with_the_next_one()
    {
        var redis = await _connection.GetAsync();
        await _user.ResetSignInsAsync();
        await _user.ChangePasswordAsync("token-2");
        await _user.KillAsync();
        await Eventually.TrueAsync(async () => (await _user.SignInsAsync()).Rejected > 0);

        _credential.Token = _ => Task.FromResult("token-2");
        await MinuteAsync();

        await Eventually.TrueAsync(async () => await TryClientIdAsync(redis) is not null);
    }

    [Fact]
    public async Task Failing_credential_is_survived_and_reported_once()
    {
        var redis = await _connection.GetAsync();
        var client = await ClientIdAsync(redis);
        _credential.Token = _ => Task.FromException<string>(new InvalidOperationException("no identity here"));

        for (var minute = 0; minute < 3; minute++)
        {
            await MinuteAsync();
            Assert.Equal(client, await ClientIdAsync(redis));
        }

        await RotateAsync("token-2");
        await MinuteAsync();
        await Eventually.TrueAsync(async () => await _user.SignInsAsync() == (1, 0));
        await Eventually.TrueAsync(() => _log.Messages("SignedIn").Any());

        Assert.Equal(client, await ClientIdAsync(redis));
        Assert.EndsWith("no identity here", Assert.Single(_log.Messages("SignInFailed")), StringComparison.Ordinal);
        Assert.Single(_log.Messages("SignedIn"));
        Assert.DoesNotContain("token-", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_that_Redis_rejects_is_sent_again_a_minute_later()
    {
        var redis = await _connection.GetAsync();
        await _user.ResetSignInsAsync();
        _credential.Token = _ => Task.FromResult("token-2");
        await MinuteAsync();
        await Eventually.TrueAsync(async () => await _user.SignInsAsync() == (1, 1));
        await Eventually.TrueAsync(() => _log.Messages("SignInFailed").Any());

        await _user.ChangePasswordAsync("token-2");
        await MinuteAsync();

        await Eventually.TrueAsync(async () => await _user.SignInsAsync() == (2, 1));
        await Eventually.TrueAsync(() => _log.Messages("SignedIn").Any());
        Assert.True(redis.IsConnected);
    }

    [Fact]
    public async Task Renewal_ends_when_the_connection_is_disposed()
    {
        await _connection.GetAsync();
        Assert.Equal(1, _clock.WaitingTimers);

        await _connection.DisposeAsync();

        Assert.Equal(0, _clock.WaitingTimers);
    }

    [Fact]
    public async Task Dispose_does_not_wait_for_a_credential_that_hangs()
    {
        await _connection.GetAsync();
        var cancelled = new TaskCompletionSource();
        _credential.Token = async token =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
            finally
            {
                cancelled.SetResult();
            }

            return "never";
        };
        await MinuteAsync();

        await _connection.DisposeAsync().AsTask().WaitAsync(Eventually.Limit);

        Assert.True(cancelled.Task.IsCompleted);
        Assert.Empty(_log.Messages("SignInFailed"));
    }

    /// <summary>Lets a minute pass and waits until a token has been requested.</summary>
    async Task MinuteAsync()
    {
        var requests = _credential.Requests;
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => _credential.Requests > requests);
    }

    async Task RotateAsync(string token)
    {
        await _user.ChangePasswordAsync(token);
        await _user.ResetSignInsAsync();
        _credential.Token = _ => Task.FromResult(token);
    }

    static async Task<long> ClientIdAsync(ConnectionMultiplexer redis) => (long)await redis.GetDatabase().ExecuteAsync("CLIENT", "ID");

    static async Task<long?> TryClientIdAsync(ConnectionMultiplexer redis)
    {
        try
        {
            return await ClientIdAsync(redis);
        }
        catch (RedisException)
        {
            return null;
        }
    }
}
