using System.Net;
using System.Net.Sockets;
using AssetFunctions.Redis.Tests.Support;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Redis.Tests;

public sealed class RedisRegistrationTests
{
    [Theory]
    [InlineData("ConnectionString", ",password=secret,nonsense=1", "Redis:ConnectionString")]
    [InlineData("TimeoutMilliseconds", "5", "Redis:TimeoutMilliseconds")]
    [InlineData("BreakSeconds", "0", "Redis:BreakSeconds")]
    public async Task An_invalid_setting_is_reported_without_its_secret(string name, string value, string setting)
    {
        var isAddress = name == "ConnectionString";
        await using var instance = new RedisInstance(isAddress ? value : "127.0.0.1:1", "x:", null, isAddress ? [] : [(name, value)]);

        var fault = Assert.Throws<OptionsValidationException>(() => instance.Get<IStartupValidator>().Validate());

        Assert.StartsWith(setting, Assert.Single(fault.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:1", false)]
    [InlineData("127.0.0.1:1,user=", false)]
    [InlineData("127.0.0.1:1,password=secret", false)]
    [InlineData("127.0.0.1:1,user=app,password=secret", false)]
    [InlineData("127.0.0.1:1,user=app", true)]
    [InlineData("cache.westeurope.redis.azure.net:10000,ssl=true,user=11111111-2222-3333-4444-555555555555", true)]
    public async Task Identity_is_named_in_the_connection_string_and_has_no_password(string connectionString, bool isValid)
    {
        await using var instance = new RedisInstance(connectionString, "x:", null, ("UseEntraId", "true"));

        var exception = Record.Exception(() => instance.Get<IStartupValidator>().Validate());

        if (isValid)
        {
            Assert.Null(exception);
        }
        else
        {
            Assert.StartsWith("Redis:UseEntraId", Assert.Single(Assert.IsType<OptionsValidationException>(exception).Failures), StringComparison.Ordinal);
            Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_connection_string_an_instance_shares_nothing()
    {
        await using var instance = new RedisInstance("", "x:");

        await instance.Shared.SetManyAsync([new SharedEntry("a", [1], 0)], TimeSpan.FromHours(1), default);

        Assert.IsType<DistributedSharedCache>(instance.Shared);
        Assert.Equal([1], (await instance.Shared.GetManyAsync(["a"], default))[0]!);
        Assert.Equal([1], await instance.Distributed.GetAsync("a", default));
        Assert.Null(instance.Find<IRateLimiter>());
    }

    [Fact]
    public async Task Nothing_connects_before_it_is_needed()
    {
        using var redis = new TcpListener(IPAddress.Loopback, 0);
        redis.Start();
        await using var instance = new RedisInstance($"{redis.LocalEndpoint}", "x:");

        instance.Get<IStartupValidator>().Validate();

        Assert.NotNull(instance.Shared);
        Assert.NotNull(instance.Distributed);
        Assert.False(redis.Pending());
    }
}
