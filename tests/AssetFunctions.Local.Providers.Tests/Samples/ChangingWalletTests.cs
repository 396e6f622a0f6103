using System.Numerics;
using AssetFunctions.Local.Providers.Samples;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Providers.Tests.Zerion;

namespace AssetFunctions.Local.Providers.Tests.Samples;

public sealed class ChangingWalletTests
{
    const int Versions = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task The_client_reads_the_positions_of_a_version_at_the_prices_of_its_time(int seed)
    {
        await using var driver = await ZerionDriver.StartAsync();
        var wallet = new ChangingWallet(seed, 40);
        driver.Server.Serve(wallet.Address, wallet.Page(2, 3));

        var fetched = await driver.FetchSetAsync(wallet.Address);

        Assert.Null(fetched.IncompleteReason);
        Assert.Equal(
            wallet.PositionsAt(2).Select(position => (position.Network, position.Address, position.Type, position.Protocol, position.Amount, (decimal?)ChangingWallet.Price(position.Asset, 3))).Order(),
            fetched.Rows.Select(row => (row.Asset.Network, row.Asset.ContractAddress, row.Type, row.Protocol, row.RawAmount, row.PriceUsd)).Order());
    }

    [Fact]
    public void A_version_is_always_the_same() =>
        Assert.Equal(new ChangingWallet(7, 60).Page(4, 4), new ChangingWallet(7, 60).Page(4, 4));

    [Fact]
    public void Positions_appear_disappear_change_and_stay_with_every_version()
    {
        var wallet = new ChangingWallet(5, 100);
        for (var version = 1; version < Versions; version++)
        {
            var before = Of(version - 1);
            var after = Of(version);
            var both = before.Keys.Intersect(after.Keys).ToList();

            Assert.NotEmpty(before.Keys.Except(after.Keys));
            Assert.NotEmpty(after.Keys.Except(before.Keys));
            Assert.Contains(both, key => before[key] != after[key]);
            Assert.Contains(both, key => before[key] == after[key]);
        }

        Dictionary<(string, string, string), BigInteger> Of(int version) =>
            wallet.PositionsAt(version).ToDictionary(position => (position.Network, position.Address, position.Type), position => position.Amount);
    }

    [Fact]
    public async Task A_page_that_links_to_itself_is_incomplete()
    {
        await using var driver = await ZerionDriver.StartAsync();
        var wallet = new ChangingWallet(1, 40);
        driver.Server.Serve(wallet.Address, wallet.Page(0, 0));
        driver.Server.Script(wallet.Address, SimulatedFault.Circular());

        var fetched = await driver.FetchSetAsync(wallet.Address);

        Assert.Equal("the pages link in a circle", fetched.IncompleteReason);
        Assert.Equal(wallet.PositionsAt(0).Count, fetched.Rows.Count);
    }

    [Fact]
    public async Task Prices_that_are_not_numbers_are_unknown()
    {
        await using var driver = await ZerionDriver.StartAsync();
        var wallet = new ChangingWallet(1, 40);
        driver.Server.Serve(wallet.Address, wallet.Page(0, 0));
        driver.Server.Script(wallet.Address, SimulatedFault.NotANumber());
        var met = new List<SimulatedFault>();
        driver.Server.OnFault = met.Add;

        var fetched = await driver.FetchSetAsync(wallet.Address);

        Assert.Equal(
            (wallet.PositionsAt(0).Count, 0), (fetched.Rows.Count + fetched.UnreadableRefs.Count, fetched.Rows.Count(row => row.PriceUsd is not null)));
        Assert.IsType<SimulatedFault.Edit>(Assert.Single(met));
    }
}
