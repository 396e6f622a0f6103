using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Testing.Faults;

namespace AssetFunctions.Sync.Tests.Phases;

/// <summary>With any fault, the end state is that of a run without faults.</summary>
public sealed class ConvergenceTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Faults_duplicates_and_disorder_do_not_change_the_end_state(int seed)
    {
        var calm = await RunAsync(new SyncDriver());
        var stormy = new SyncDriver(instances: 3, seed, StoreFaults.AtRandom(new Random(seed), 0.2)) { Shuffle = true, Duplication = 0.3 };

        var end = await RunAsync(stormy);

        Assert.Equal(calm.Positions, end.Positions);
        Assert.Equal(calm.Assets, end.Assets);
        Assert.Equal(RunStatus.Completed, end.Status);
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 40)];

    static async Task<(IReadOnlyList<(string Id, string Fingerprint)> Positions, IReadOnlyList<string> Assets, RunStatus? Status)> RunAsync(SyncDriver driver)
    {
        IReadOnlyList<ProviderPosition> first = [.. TestRows.Positions(120), .. TestRows.Positions(80, "base")];
        driver.Provider.Returns([.. first]);
        await driver.SyncAsync("first");
        driver.Clock.Advance(TimeSpan.FromHours(1));
        // A fetch that is repeated for a duplicate message sees the same wallet.
        driver.Provider.Returns([.. first.Skip(30).Select((row, i) => i % 7 == 0 ? row with { RawAmount = i } : row), .. TestRows.Positions(20, "polygon")]);
        var record = await driver.SyncAsync("second");
        return (
            [.. driver.Positions.Select(position => (position.Id, position.Fingerprint))],
            [.. driver.Assets.Assets.Select(asset => $"{asset.Key} {asset.Price?.Usd}").Order(StringComparer.Ordinal)],
            record?.Status);
    }
}
