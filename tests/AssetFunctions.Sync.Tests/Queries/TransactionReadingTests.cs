using AssetFunctions.Testing.Drivers;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Options;
using static AssetFunctions.Testing.Fixtures.TransactionExamples;

namespace AssetFunctions.Sync.Tests.Queries;

public sealed class TransactionReadingTests
{
    const string Fake = "0xd558cdb346ef6ff58c314eea0fabbbaf2f0d5798";
    const string Unregistered = "0x1111111111111111111111111111111111111111";
    const string Usdt = "0xdac17f958d2ee523a2206206994597c13d831ec7";

    /// <summary>Family: poisoned histories. The verdict on an asset is the same wherever the asset is shown.</summary>
    [Fact]
    public async Task Every_item_of_a_history_has_the_same_verdict_as_a_position_of_its_asset()
    {
        var clock = new ManualTimeProvider(TestRows.Noon);
        var store = new InMemoryTransactionStore(new InMemoryWalletStore());
        var registry = new InMemoryAssetRegistry(clock);
        using var cache = new AssetCache(registry, Options.Create(new CacheOptions()), clock, new Random(1));
        var reading = new TransactionReading(store, cache, new Judging(TimeProvider.System).Trust, new SpamRules(Options.Create(new SpamOptions { Block = $"ethereum:{Unregistered}" })));
        await registry.CreateAsync("ethereum", [Asset(Fake, "USD\u0422"), Asset("0xaaaa", "TKN")], CancellationToken.None);
        var row = Transaction(1) with
        {
            Transfers = [.. new[] { Fake, "0xaaaa", Unregistered, Usdt }.Select(address => new TransactionTransfer { Direction = "out", Item = Item(address, 1) })],
        };
        await store.CommitAsync(Commit(TestRows.Wallet, version: null, [row]), CancellationToken.None);

        var report = (await reading.FindAsync(TestRows.Wallet, new TransactionFilter { PageSize = 5 }, CancellationToken.None))!;

        Assert.Equal(
            [SpamReason.Impersonation, null, SpamReason.Blocked, null],
            report.Slice.Transactions[0].Row.Transfers.Select(transfer => report.SpamOf(transfer.Item).Reason));
        Assert.Equal(SpamState.Verified, report.SpamOf(row.Transfers[3].Item).State);
        Assert.Equal(SpamVerdict.Unknown, report.SpamOf(new TransactionItem { Collectible = new Collectible(Fake, "1", null), RawAmount = 1, Decimals = 0 }));
    }

    static Asset Asset(string address, string symbol) =>
        TestRows.Asset() with { Key = AssetIdentity.Canonicalize("ethereum", address), Facts = TestRows.Facts(symbol) };
}
