using System.ComponentModel.DataAnnotations;
using AssetFunctions.Sync.Pipeline;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Time;
using AssetFunctions.Testing.Wallets;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Wallets;

public sealed class SyncSchedulerTests
{
    const string Evm = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    const string Solana = "DYw8jCTfwHNRJhhmFcbXvVDTqWMEVFBX6ZKUmG5CNSKK";

    readonly ManualTimeProvider _clock = new(TestRows.Noon);
    readonly InMemoryWalletStore _directory = new();

    [Fact]
    public async Task Every_wallet_is_asked_for_once_in_its_canonical_form() =>
        Assert.Equal([Evm.ToLowerInvariant(), Solana], (await RequestsAsync($"{Evm}, {Solana}\n{Evm.ToLowerInvariant()}")).Select(request => request.Wallet));

    [Fact]
    public async Task A_tick_that_fires_twice_asks_for_the_same_runs_and_the_next_tick_for_others()
    {
        var first = (await RequestsAsync(Evm))[0].RunId;
        var again = (await RequestsAsync(Evm))[0].RunId;
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(first, again);
        Assert.NotEqual(first, (await RequestsAsync(Evm))[0].RunId);
    }

    [Fact]
    public async Task No_wallet_on_the_schedule_means_no_request() => Assert.Empty(await RequestsAsync(string.Empty));

    [Fact]
    public async Task Every_shard_of_the_directory_is_asked_for_its_due_wallets()
    {
        var shards = (await TickAsync(string.Empty)).Shards.Select(MessageCodec.Decode<ShardRequest>).ToList();

        Assert.Equal(await _directory.FindShardsAsync(default), shards.Select(shard => shard.Shard));
        Assert.All(shards, shard => Assert.Equal(TestRows.Noon, shard.TickAt));
    }

    [Fact]
    public void An_address_that_is_none_is_named_by_the_validation()
    {
        var options = new ScheduleOptions { Wallets = $"{Evm};0x12" };

        var error = Assert.Single(options.Validate(new ValidationContext(options)));

        Assert.Equal("'Sync:Schedule:Wallets' holds '0x12', which is neither an EVM nor a Solana address.", error.ErrorMessage);
    }

    async Task<List<SyncRequest>> RequestsAsync(string wallets) => [.. (await TickAsync(wallets)).Requests.Select(MessageCodec.Decode<SyncRequest>)];

    Task<ScheduleTick> TickAsync(string wallets) =>
        new SyncScheduler(_directory, Options.Create(new ScheduleOptions { Wallets = wallets }), _clock).TickAsync(default);
}
