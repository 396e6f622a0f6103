using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Cosmos.Tests.Wallets;

public sealed class CosmosWalletHistoryTests(CosmosFixture cosmos) : WalletHistoryContract, IClassFixture<CosmosFixture>
{
    IWalletHistory History => cosmos.Services.GetRequiredService<IWalletHistory>();

    protected override (IWalletStore Store, IWalletHistory History) Open() => (cosmos.Wallets, History);

    [Fact]
    public async Task Thirty_five_days_of_hours_are_read_in_two_requests()
    {
        var wallet = $"0x{Guid.NewGuid():N}";
        WalletState? basis = null;
        for (var hour = 0; hour < 35 * 24; hour++)
        {
            basis = await cosmos.Wallets.CommitAsync(Commit(Run(wallet, $"run-{hour}", hour * 60), basis, finish: Finish()), CancellationToken.None);
        }

        using var usage = cosmos.Meter.Begin();
        var hours = await History.ReadAsync(wallet, Granularity.Hour, Noon, Noon.AddDays(35), CancellationToken.None);

        Assert.Equal((35 * 24, 2), (hours!.Count, usage.Usage.Requests));
        Assert.InRange(usage.Usage.RequestUnits, 1, 100);
    }

    // Until it is over, a day is in the records of its runs; then its hours are one document.
    [Fact]
    public async Task Hours_are_the_same_before_and_after_their_day_is_over_and_outlive_a_change_of_form()
    {
        var wallet = $"0x{Guid.NewGuid():N}";
        WalletState? basis = null;
        for (var hour = 0; hour < 60; hour++)
        {
            // Two runs an hour, of which the later one counts. The first day begins with documents.
            var store = hour < 5 ? cosmos.Documents : cosmos.Wallets;
            foreach (var minutes in new[] { 10, 50 })
            {
                var finish = Finish(total: new() { Positions = hour, HoldingsUsd = hour + (minutes / 100m) });
                basis = await store.CommitAsync(Commit(Run(wallet, $"run-{hour}-{minutes}", (hour * 60) + minutes), basis, finish: finish), CancellationToken.None);
            }
        }

        var hours = await History.ReadAsync(wallet, Granularity.Hour, Noon, Noon.AddDays(4), CancellationToken.None);
        var days = await History.ReadAsync(wallet, Granularity.Day, Noon, Noon.AddDays(4), CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 60).Select(hour => (Noon.AddHours(hour), hour + 0.5m)), hours!.Select(value => (value.Period, value.HoldingsUsd)));
        Assert.Equal([11.5m, 35.5m, 59.5m], days!.Select(value => value.HoldingsUsd));
    }
}

/// <summary>The same where positions are documents.</summary>
public sealed class DocumentsWalletHistoryTests(CosmosFixture cosmos) : WalletHistoryContract, IClassFixture<CosmosFixture>
{
    protected override (IWalletStore Store, IWalletHistory History) Open() => (cosmos.Documents, cosmos.Services.GetRequiredService<IWalletHistory>());
}
