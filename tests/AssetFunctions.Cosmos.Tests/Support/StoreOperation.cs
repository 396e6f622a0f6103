using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Runs;
using static AssetFunctions.Testing.Fixtures.AssetExamples;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Cosmos.Tests.Support;

/// <summary>
/// One call of a store: its setup, the call, and the assertions after it. The call may be repeated, as a redelivered message
/// repeats it.
/// </summary>
/// <param name="Container">The container of the call.</param>
/// <param name="Requests">The requests that it sends.</param>
/// <param name="Writes">Whether it writes.</param>
public sealed record StoreOperation(
    string Container,
    int Requests,
    bool Writes,
    Func<CosmosFixture, string, Task> ArrangeAsync,
    Func<CosmosFixture, string, Task> RunAsync,
    Func<CosmosFixture, string, Task> AssertAsync)
{
    const int Batch = 20;

    static readonly TimeSpan Threshold = TimeSpan.FromMinutes(10);
    static readonly DateTimeOffset Requested = Testing.Fixtures.WalletExamples.Noon;
    static readonly CancellationToken Token = CancellationToken.None;

    /// <summary>The operations by name. Their text argument is the network or wallet.</summary>
    public static IReadOnlyDictionary<string, StoreOperation> All { get; } = new Dictionary<string, StoreOperation>(StringComparer.Ordinal)
    {
        // The second one looks for the directory of the network's price pages.
        ["read one asset"] = new(
            ContainerDefinitions.Registry, Requests: 2, Writes: false,
            Register,
            async (cosmos, network) => Assert.Single(await cosmos.Registry.ReadAsync([new AssetKey(network, "0x1")], Token)),
            Nothing),
        ["read 20 assets of one network"] = new(
            ContainerDefinitions.Registry, Requests: 1, Writes: false, Register, AssertRegistered, Nothing),
        ["read assets of two networks"] = new(
            ContainerDefinitions.Registry, Requests: 2, Writes: false,
            async (cosmos, network) =>
            {
                await Register(cosmos, network);
                await Register(cosmos, network + "-two");
            },
            async (cosmos, network) => Assert.Equal(
                2 * Batch,
                (await cosmos.Registry.ReadAsync([.. Keys(network), .. Keys(network + "-two")], Token)).Count),
            Nothing),
        ["create 20 assets"] = new(
            ContainerDefinitions.Registry, Requests: 1, Writes: true,
            Nothing,
            (cosmos, network) => cosmos.Registry.CreateAsync(network, Assets(network, Batch), Token),
            AssertRegistered),
        ["create 20 assets that exist"] = new(
            ContainerDefinitions.Registry, Requests: 2, Writes: true, Register, Register, AssertRegistered),
        ["create 20 assets of which 5 exist"] = new(
            ContainerDefinitions.Registry, Requests: 3, Writes: true,
            (cosmos, network) => cosmos.Registry.CreateAsync(network, [.. Assets(network, Batch).Take(5)], Token),
            Register,
            AssertRegistered),
        ["update 20 prices"] = new(
            ContainerDefinitions.Registry, Requests: 1, Writes: true, Register, UpdatePrices, AssertPrices),
        ["update 20 prices of which 5 are fresh"] = new(
            ContainerDefinitions.Registry, Requests: 3, Writes: true,
            async (cosmos, network) =>
            {
                await Register(cosmos, network);
                await cosmos.Registry.UpdateAsync(network, [.. Updates(network).Take(5)], Threshold, Token);
            },
            UpdatePrices,
            AssertPrices),
        ["store an override"] = new(
            ContainerDefinitions.Registry, Requests: 1, Writes: true, Nothing, (cosmos, network) => Override(cosmos, network, OverrideCondition.Any), AssertOverride),
        ["store an override after the removal of one"] = new(
            ContainerDefinitions.Registry, Requests: 3, Writes: true,
            (cosmos, network) => cosmos.Trust.SetOverrideAsync(new AssetKey(network, "0x1"), null, OverrideCondition.Any, Token),
            (cosmos, network) => Override(cosmos, network, OverrideCondition.Absent),
            AssertOverride),
        ["find an override"] = new(
            ContainerDefinitions.Registry, Requests: 1, Writes: false,
            (cosmos, network) => Override(cosmos, network, OverrideCondition.Any), AssertOverride, Nothing),
        ["store 20 price checks"] = new(
            ContainerDefinitions.Registry, Requests: 1, Writes: true,
            Nothing,
            (cosmos, network) => cosmos.Trust.SetConfirmationsAsync(Keys(network).ToDictionary(key => key, _ => new PriceConfirmation("test", Requested, 1m)), Token),
            async (cosmos, network) => Assert.Equal(
                Batch, (await cosmos.Trust.ListAsync(since: null, Token)).Confirmations.Keys.Count(key => key.Network == network))),
        ["read overrides and price checks"] = new(
            ContainerDefinitions.Registry, Requests: 1, Writes: false,
            (cosmos, network) => Override(cosmos, network, OverrideCondition.Any),
            async (cosmos, network) => Assert.Contains(new AssetKey(network, "0x1"), (await cosmos.Trust.ListAsync(since: null, Token)).Overrides),
            Nothing),
        ["read a range"] = new(
            ContainerDefinitions.Wallets, Requests: 2, Writes: false,
            CommitFirst,
            async (cosmos, wallet) => Assert.Equal(3, (await cosmos.Wallets.ReadRangeAsync(wallet, Everything, Token)).Positions.Count),
            Nothing),
        ["commit a first chunk"] = new(
            ContainerDefinitions.Wallets, Requests: 1, Writes: true, Nothing, CommitFirst, AssertCommitted),
        ["confirm a chunk"] = new(
            ContainerDefinitions.Wallets, Requests: 1, Writes: true,
            CommitFirst,
            (cosmos, wallet) => cosmos.Wallets.TryConfirmAsync(Later(wallet), Mark(Later(wallet)), finish: null, Token),
            async (cosmos, wallet) => Assert.Equal(
                Later(wallet).StartedAt, (await cosmos.Wallets.ReadRangeAsync(wallet, Everything, Token)).State?.Marks[KeyOf()].FetchedAt)),
        ["finish a run"] = new(
            ContainerDefinitions.Wallets, Requests: 2, Writes: true,
            CommitFirst,
            (cosmos, wallet) => cosmos.Wallets.FinishAsync(Run(wallet), Finish(), Token),
            (cosmos, wallet) => AssertRecord(cosmos, wallet, RunStatus.Completed)),
        ["fail a run of a known wallet"] = new(
            ContainerDefinitions.Wallets, Requests: 1, Writes: true, CommitFirst, Fail, (cosmos, wallet) => AssertRecord(cosmos, wallet, RunStatus.Failed)),
        ["fail a run of a new wallet"] = new(
            ContainerDefinitions.Wallets, Requests: 2, Writes: true, Nothing, Fail, (cosmos, wallet) => AssertRecord(cosmos, wallet, RunStatus.Failed)),
        ["find a run"] = new(
            ContainerDefinitions.Wallets, Requests: 1, Writes: false,
            (cosmos, wallet) => cosmos.Wallets.FailAsync(wallet, Failure(), Token),
            async (cosmos, wallet) => Assert.Equal(RunStatus.Failed, (await cosmos.Wallets.FindRunAsync(wallet, "run-1", Token))?.Status),
            Nothing),
        ["register a new wallet"] = new(
            ContainerDefinitions.Wallets, Requests: 1, Writes: true, Nothing, RegisterWallet, AssertRegistration),
        ["register a known wallet"] = new(
            ContainerDefinitions.Wallets, Requests: 2, Writes: true, CommitFirst, RegisterKnownWallet, AssertRegistration),
        ["claim a run of a known wallet"] = new(
            ContainerDefinitions.Wallets, Requests: 1, Writes: true, RegisterWallet, ClaimRun, AssertClaim),
        ["claim a run of a new wallet"] = new(
            ContainerDefinitions.Wallets, Requests: 2, Writes: true, Nothing, ClaimRun, AssertClaim),
        ["close a wallet"] = new(
            ContainerDefinitions.Wallets, Requests: 1, Writes: true, CommitFirst,
            (cosmos, wallet) => cosmos.Directory.CloseAsync(wallet, Requested, Token),
            async (cosmos, wallet) => Assert.Equal(Requested, (await cosmos.Reader.FindAsync(wallet, Token))?.Deletion?.RequestedAt)),
        ["remove what a closed wallet holds"] = new(
            ContainerDefinitions.Wallets, Requests: 2, Writes: true,
            async (cosmos, wallet) =>
            {
                await CommitFirst(cosmos, wallet);
                await cosmos.Directory.CloseAsync(wallet, Requested, Token);
            },
            (cosmos, wallet) => cosmos.Directory.RemoveSomeAsync(wallet, Requested, Token),
            async (cosmos, wallet) => Assert.Empty((await cosmos.Wallets.ReadRangeAsync(wallet, Everything, Token)).Positions)),
    };

    static async Task RegisterWallet(CosmosFixture cosmos, string wallet) =>
        await cosmos.Directory.TryRegisterAsync(wallet, Registration(), Requested, basis: null, Token);

    static async Task RegisterKnownWallet(CosmosFixture cosmos, string wallet) =>
        await cosmos.Directory.TryRegisterAsync(wallet, Registration(), Requested, await cosmos.Reader.FindAsync(wallet, Token), Token);

    static async Task AssertRegistration(CosmosFixture cosmos, string wallet) =>
        Assert.Equal(1, (await cosmos.Reader.FindAsync(wallet, Token))?.Registration?.Revision);

    static async Task ClaimRun(CosmosFixture cosmos, string wallet) => await cosmos.Directory.TryClaimAsync(wallet, Claim("run-1"), Terms(), Token);

    static async Task AssertClaim(CosmosFixture cosmos, string wallet) =>
        Assert.Equal(Claim("run-1"), (await cosmos.Reader.FindAsync(wallet, Token))?.Claim);

    static Task Nothing(CosmosFixture cosmos, string name) => Task.CompletedTask;

    static IEnumerable<AssetKey> Keys(string network) => Assets(network, Batch).Select(asset => asset.Key);

    static IEnumerable<AssetUpdate> Updates(string network) => Keys(network).Select(key => new AssetUpdate(key, Price(2m), Facts: null));

    static SyncRun Later(string wallet) => Run(wallet, "run-2", minutes: 5);

    static async Task Register(CosmosFixture cosmos, string network) => await cosmos.Registry.CreateAsync(network, Assets(network, Batch), Token);

    static async Task AssertRegistered(CosmosFixture cosmos, string network) =>
        Assert.Equal(Batch, (await cosmos.Registry.ReadAsync([.. Keys(network)], Token)).Count);

    static async Task UpdatePrices(CosmosFixture cosmos, string network) => await cosmos.Registry.UpdateAsync(network, [.. Updates(network)], Threshold, Token);

    static async Task AssertPrices(CosmosFixture cosmos, string network)
    {
        var assets = await cosmos.Registry.ReadAsync([.. Keys(network)], Token);
        Assert.Equal(Batch, assets.Count);
        Assert.All(assets, asset => Assert.Equal(2m, asset.Price?.Usd));
    }

    static Task<StoredOverride?> Override(CosmosFixture cosmos, string network, OverrideCondition condition) =>
        cosmos.Trust.SetOverrideAsync(new AssetKey(network, "0x1"), new AssetOverride("test", "unknown", Requested) { PriceUsd = 1m }, condition, Token);

    static async Task AssertOverride(CosmosFixture cosmos, string network) =>
        Assert.Equal(1m, (await cosmos.Trust.FindOverrideAsync(new AssetKey(network, "0x1"), Token))?.Value?.PriceUsd);

    static async Task CommitFirst(CosmosFixture cosmos, string wallet) =>
        await cosmos.Wallets.CommitAsync(Commit(Run(wallet), basis: null, upserts: Positions(3)), Token);

    static async Task AssertCommitted(CosmosFixture cosmos, string wallet)
    {
        var range = await cosmos.Wallets.ReadRangeAsync(wallet, Everything, Token);
        Assert.Equal(3, range.Positions.Count);
        Assert.Equal(Run(wallet).StartedAt, range.State?.Marks[KeyOf()].FetchedAt);
    }

    static Task Fail(CosmosFixture cosmos, string wallet) => cosmos.Wallets.FailAsync(wallet, Failure("run-3", minutes: 9), Token);

    static async Task AssertRecord(CosmosFixture cosmos, string wallet, RunStatus status)
    {
        var records = new[] { "run-1", "run-3" }.Select(run => cosmos.Wallets.FindRunAsync(wallet, run, Token));
        Assert.Contains(await Task.WhenAll(records), record => record?.Status == status);
    }
}
