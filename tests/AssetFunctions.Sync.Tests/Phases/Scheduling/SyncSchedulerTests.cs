using System.ComponentModel.DataAnnotations;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Phases.Scheduling;

public sealed class SyncSchedulerTests
{
    const string Evm = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
    const string Solana = "DYw8jCTfwHNRJhhmFcbXvVDTqWMEVFBX6ZKUmG5CNSKK";

    readonly ManualTimeProvider _clock = new(TestRows.Noon);
    readonly InMemoryWalletStore _directory = new();
    readonly InMemoryMessageSender _sender = new();

    [Fact]
    public async Task Wallets_of_the_settings_are_registered_once_and_registered_ones_stay_as_they_are()
    {
        await new WalletRegistrations(_directory, _directory, _clock).RegisterAsync(Solana, new RegistrationChange { Interval = TimeSpan.FromHours(5), IsPaused = true }, default);
        var scheduler = Scheduler($"{Evm}, {Solana}\n{Evm.ToLowerInvariant()}");

        await scheduler.TickAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await scheduler.TickAsync(default);
        await Scheduler(Evm).TickAsync(default);

        var list = (await _directory.ListAsync(10, null, default)).Entries.Select(entry => (entry.Wallet, entry.Registration!)).ToList();
        Assert.Equal(
            [(Evm.ToLowerInvariant(), 60.0, false, 1), (Solana, 300.0, true, 1)],
            list.Select(entry => (entry.Wallet, entry.Item2.Interval.TotalMinutes, entry.Item2.IsPaused, entry.Item2.Revision)).OrderBy(entry => entry.Wallet, StringComparer.Ordinal));
        Assert.Equal(TestRows.Noon, (await _directory.FindAsync(Evm.ToLowerInvariant(), default))!.DueAt);
    }

    [Fact]
    public async Task Every_shard_of_the_directory_gets_a_message()
    {
        await Scheduler(string.Empty).TickAsync(default);

        var shards = _sender.SentOf<ShardRequest>();
        Assert.Equal(await _directory.FindShardsAsync(default), shards.Select(shard => shard.Shard));
        Assert.All(shards, shard => Assert.Equal(TestRows.Noon, shard.TickAt));
    }

    [Fact]
    public void The_validation_names_an_invalid_address()
    {
        var options = new ScheduleOptions { Wallets = $"{Evm};0x12" };

        var error = Assert.Single(options.Validate(new ValidationContext(options)));

        Assert.Equal("'Sync:Schedule:Wallets' holds '0x12', which is neither an EVM nor a Solana address.", error.ErrorMessage);
    }

    SyncScheduler Scheduler(string wallets) =>
        new(_directory, new WalletRegistrations(_directory, _directory, _clock), _sender, Options.Create(new ScheduleOptions { Wallets = wallets }), _clock);
}
