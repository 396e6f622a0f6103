using AssetFunctions.Local.Providers.Samples;
using AssetFunctions.Providers.Tests.Samples;
using AssetFunctions.Providers.Tests.Zerion;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;

namespace AssetFunctions.Local.Providers.Tests.Samples;

public sealed class SampleWalletGeneratorTests
{
    const long MaxCommittedBytes = 3_000_000;
    const long MaxTransactionBytes = 400_000;

    public static TheoryData<string> Names => [.. SampleWallets.Load(SampleFiles.Directory).Select(wallet => wallet.Name)];

    [Fact]
    public void The_committed_samples_equal_the_output_of_the_generator()
    {
        var fresh = Directory.CreateTempSubdirectory("samples").FullName;
        try
        {
            SampleWalletGenerator.WriteAll(fresh);

            var written = Directory.GetFiles(fresh).Select(Path.GetFileName).Order().ToList();
            Assert.Equal(written, Directory.GetFiles(SampleFiles.Directory, "*.json").Select(Path.GetFileName).Order());
            Assert.All(written, name => Assert.True(
                File.ReadAllBytes(Path.Combine(fresh, name!)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(SampleFiles.Directory, name!))),
                $"{name} differs from the output of the generator"));
        }
        finally
        {
            Directory.Delete(fresh, recursive: true);
        }
    }

    [Fact]
    public void The_samples_stay_small() =>
        Assert.InRange(Directory.GetFiles(SampleFiles.Directory).Sum(file => new FileInfo(file).Length), 1, MaxCommittedBytes);

    [Fact]
    public void The_transactions_stay_smaller() => Assert.InRange(
        Directory.GetFiles(SampleFiles.Directory, "*.transactions.json").Sum(file => new FileInfo(file).Length), 1, MaxTransactionBytes);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_transactions_of_a_sample_wallet_match_its_index_entry(string name)
    {
        var wallet = SampleWallets.Load(SampleFiles.Directory).Single(entry => entry.Name == name);
        var expected = wallet.Transactions ?? new SampleTransactions { Rows = 0, Invalid = 0, Kept = 0, Trash = 0, Assets = 0 };
        await using var driver = await ZerionDriver.StartAsync(SampleFiles.Directory);

        var pages = await HistoryAsync(driver, wallet.Address);

        var rows = pages.SelectMany(page => page.Rows).ToList();
        Assert.All(pages, page => Assert.Null(page.IncompleteReason));
        Assert.Equal(expected.Kept, rows.Count);
        Assert.Equal(expected.Kept, rows.Select(row => row.ProviderRef).Distinct().Count());
        Assert.Equal(expected.Trash, rows.Count(row => row.IsTrash));
        Assert.Equal(expected.Invalid, pages.Sum(page => page.Skipped.Values.Sum()));
        Assert.Equal(expected.Invalid, pages.Sum(page => page.UnreadableRefs.Count));
        Assert.Equal(expected.Assets, rows.Where(row => !row.IsTrash).SelectMany(Assets).Distinct().Count());
        Assert.Equal(expected.Rows, expected.Kept + expected.Invalid);
    }

    [Fact]
    public async Task The_second_wallet_has_several_pages_of_every_kind_of_transaction()
    {
        await using var driver = await ZerionDriver.StartAsync(SampleFiles.Directory);
        var pages = await HistoryAsync(driver, SampleWallets.Load(SampleFiles.Directory).Single(entry => entry.Name == "twelve-networks").Address);

        var rows = pages.SelectMany(page => page.Rows).ToList();
        Assert.Equal([100, 100, 52], pages.Select(page => page.Rows.Count));
        Assert.True(rows.Select(row => row.Network).Distinct().Count() >= 10);
        Assert.Contains(rows, row => row.Operation == "trade" && row.Transfers.Count > 2);
        Assert.Contains(rows, row => row.Approvals.Any(approval => approval.Item.RawAmount == TransactionProviderExamples.Largest));
        Assert.Contains(rows, row => row.Transfers.Any(transfer => transfer.Item.Collectible is not null));
        Assert.Contains(rows, row => row.Operation == "teleport");
        Assert.Contains(rows, row => row.Status == "failed");
        Assert.Contains(rows, row => row.IsTrash);
        Assert.Contains(rows, row => row.Fee is { Item.Asset: null });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_sample_wallet_matches_its_index_entry(string name)
    {
        var wallet = SampleWallets.Load(SampleFiles.Directory).Single(entry => entry.Name == name);
        await using var driver = await ZerionDriver.StartAsync(SampleFiles.Directory);

        var set = await driver.FetchSetAsync(wallet.Address);

        Assert.Null(set.IncompleteReason);
        Assert.Equal(wallet.Kept, set.Rows.Count);
        Assert.Equal(wallet.Assets, set.Rows.Select(row => row.Asset).Distinct().Count());
        Assert.Equal(wallet.Trash, set.Skipped.GetValueOrDefault(SkipReason.Trash));
        Assert.Equal(wallet.Hidden, set.Skipped.GetValueOrDefault(SkipReason.Hidden));
        Assert.Equal(wallet.Invalid, set.Skipped.Where(skip => skip.Key is not (SkipReason.Trash or SkipReason.Hidden)).Sum(skip => skip.Value));
        Assert.Equal(wallet.Invalid, set.UnreadableRefs.Count);
        Assert.Equal(wallet.Rows, wallet.Kept + wallet.Trash + wallet.Hidden + wallet.Invalid);
    }

    [Fact]
    public async Task The_shared_wallet_has_80_assets_of_the_first_in_other_casings()
    {
        await using var driver = await ZerionDriver.StartAsync(SampleFiles.Directory);

        var first = await AssetsAsync(driver, "one-network");
        var shared = await AssetsAsync(driver, "shared");

        Assert.Equal(80, first.Intersect(shared).Count());
    }

    [Fact]
    public async Task The_second_wallet_spans_twelve_networks_with_their_native_coins()
    {
        await using var driver = await ZerionDriver.StartAsync(SampleFiles.Directory);

        var assets = await AssetsAsync(driver, "twelve-networks");

        Assert.Equal(12, assets.Select(asset => asset.Network).Distinct().Count());
        Assert.Equal(12, assets.Count(asset => asset.ContractAddress == AssetIdentity.Native));
        Assert.Contains(assets, asset => asset.Network == "solana" && asset.ContractAddress != AssetIdentity.Native);
    }

    [Fact]
    public async Task Two_mints_of_the_solana_wallet_differ_by_case_alone_and_all_are_addresses()
    {
        await using var driver = await ZerionDriver.StartAsync(SampleFiles.Directory);

        var mints = (await AssetsAsync(driver, "solana")).Select(asset => asset.ContractAddress).Where(mint => mint != AssetIdentity.Native).Distinct().ToList();

        Assert.All(mints, mint => Assert.True(WalletAddress.IsSolana(mint), mint));
        Assert.Equal(mints.Count - 1, mints.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    static async Task<List<TransactionPage>> HistoryAsync(ZerionDriver driver, string wallet)
    {
        List<TransactionPage> pages = [await driver.FetchPageAsync(new TransactionQuery(wallet))];
        while (pages[^1].Next is { } next)
        {
            pages.Add(await driver.FetchPageAsync(new TransactionQuery(wallet, Cursor: next)));
        }

        return pages;
    }

    static IEnumerable<AssetKey> Assets(WalletTransaction transaction) =>
        transaction.Transfers.Select(transfer => transfer.Item)
            .Concat(transaction.Approvals.Select(approval => approval.Item))
            .Concat(transaction.Fee is { } fee ? [fee.Item] : [])
            .Select(item => item.Asset)
            .OfType<AssetKey>();

    static async Task<HashSet<AssetKey>> AssetsAsync(ZerionDriver driver, string name)
    {
        var wallet = SampleWallets.Load(SampleFiles.Directory).Single(entry => entry.Name == name);
        return [.. (await driver.FetchSetAsync(wallet.Address)).Rows.Select(row => row.Asset)];
    }
}
