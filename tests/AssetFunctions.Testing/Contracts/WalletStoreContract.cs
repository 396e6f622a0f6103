using System.Numerics;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Testing.Contracts;

/// <summary>What a store holds of a position, for tests to look at.</summary>
public sealed record PositionExample(string Id, string Network, string ContractAddress, string Type, string? Protocol, BigInteger RawAmount, int Decimals)
{
    public static PositionExample Of(Position position) => new(
        position.Id,
        position.Row.Asset.Network,
        position.Row.Asset.ContractAddress,
        position.Row.Type,
        position.Row.Protocol,
        position.Row.RawAmount,
        position.Row.Decimals);
}

/// <summary>What every <see cref="IWalletStore"/> promises. Derive once per adapter.</summary>
public abstract partial class WalletStoreContract
{
    static readonly CancellationToken Token = CancellationToken.None;

    /// <summary>A wallet of its own for every test, so that adapters may share one database.</summary>
    readonly string _wallet = $"0x{Guid.NewGuid():N}";

    /// <summary>The store under test.</summary>
    protected abstract Task<IWalletStore> StoreAsync();

    /// <summary>All positions of a wallet as the store holds them, in any order.</summary>
    protected abstract Task<IReadOnlyList<PositionExample>> PositionsAsync(string wallet);

    [Fact]
    public async Task An_unknown_wallet_has_no_state_and_no_positions()
    {
        var range = await (await StoreAsync()).ReadRangeAsync(_wallet, Everything, Token);

        Assert.Null(range.State);
        Assert.Empty(range.Positions);
    }

    [Fact]
    public async Task A_first_commit_stores_positions_state_and_checkpoint_together()
    {
        var store = await StoreAsync();
        var run = Run(_wallet, chunks: 2);
        var mark = Mark(run);

        var state = await store.CommitAsync(Commit(run, basis: null, mark, PositionsIn(0, 2, count: 3)), Token);
        var range = await store.ReadRangeAsync(_wallet, Everything, Token);

        Assert.Equal(PositionsIn(0, 2, count: 3).Select(Stored).Order(ById), range.Positions.Order(ById));
        AssertSame(state!, range.State!);
        Assert.Equal(RunStatus.Running, range.State!.Status);
        Assert.Equal(run.Attempt, range.State.Run!.Attempt);
        Assert.Equal(mark, Assert.Single(range.State.Marks).Value);
    }

    [Fact]
    public async Task A_run_and_a_checkpoint_are_stored_exactly()
    {
        var store = await StoreAsync();
        var run = Run(_wallet) with
        {
            RunId = "a/b?c#d%e \"f\" é",
            Skipped = new Dictionary<Sync.Positions.SkipReason, int> { [Sync.Positions.SkipReason.Trash] = 7, [Sync.Positions.SkipReason.BadAmount] = 1 },
            IncompleteReason = "the provider cut the stream",
        };
        var tally = new ChunkTally
        {
            Positions = 1, PositionsWritten = 2, PositionsRemoved = 3, PositionsKept = 4, AssetsCreated = 5, AssetsFound = 6, AssetsRefused = 7, PricesUpdated = 8,
            PricesFresh = 9, PricesUnknown = 10, HoldingsUsd = 79_228_162_514_264_337_593_543_950_335m, DebtUsd = 0.0000000000000000000000000001m,
            Unvalued = 11, Requests = 12, RequestUnits = 13.37,
        };
        var finish = Finish(RunStatus.Partial, "rows are missing", tally);

        var unfinished = await store.CommitAsync(Commit(run, basis: null, Mark(run, tally: tally)), Token);
        var state = await store.CommitAsync(Commit(run, unfinished, Mark(run, tally: tally), finish: finish), Token);
        var record = await store.FindRunAsync(_wallet, run.RunId, Token);

        Assert.Equal(tally, unfinished!.Marks[KeyOf()].Tally);
        Assert.Equal(tally, record!.Total);
        Assert.Equal(RunStatus.Partial, state!.Status);
        AssertSame(run, state.Run!);
        Assert.Equal(new RunRecord
        {
            Wallet = _wallet, RunId = run.RunId, Status = RunStatus.Partial, Reason = "rows are missing", StartedAt = run.StartedAt,
            FinishedAt = finish.FinishedAt, Run = record.Run, Total = tally,
        }, record);
        AssertSame(run, record.Run!);
    }

    public static TheoryData<string, int> Amounts() => new()
    {
        { "0", 0 },
        { "1", 255 },
        { "9007199254740993", 0 },
        { "115792089237316195423570985008687907853269984665640564039457584007913129639935", 18 },
    };

    [Theory]
    [MemberData(nameof(Amounts))]
    public async Task Raw_amounts_are_kept_to_the_last_digit(string digits, int decimals)
    {
        var store = await StoreAsync();
        var position = Position(1, BigInteger.Parse(digits), decimals: decimals);

        await store.CommitAsync(Commit(Run(_wallet), basis: null, upserts: [position]), Token);

        Assert.Equal(PositionExample.Of(position), Assert.Single(await PositionsAsync(_wallet)));
    }

    [Fact]
    public async Task A_loan_and_a_deposit_of_one_token_are_two_positions()
    {
        var store = await StoreAsync();
        var loan = Sync.Positions.Position.From(Position(1).Row with { Type = Sync.Positions.PositionTypes.Loan, Protocol = "Aave V3" });
        var deposit = Sync.Positions.Position.From(Position(1).Row with { Type = Sync.Positions.PositionTypes.Deposit, Protocol = "Aave V3" });

        await store.CommitAsync(Commit(Run(_wallet), basis: null, upserts: [Position(1), loan, deposit]), Token);

        var expected = new[] { Position(1), loan, deposit }.Select(PositionExample.Of).OrderBy(position => position.Id, StringComparer.Ordinal);
        Assert.Equal(expected, (await PositionsAsync(_wallet)).OrderBy(position => position.Id, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_range_is_half_open_and_compared_by_ordinal()
    {
        var store = await StoreAsync();
        var positions = Positions(40).OrderBy(position => position.Id, StringComparer.Ordinal).ToList();
        await store.CommitAsync(Commit(Run(_wallet), basis: null, upserts: positions), Token);

        var range = await store.ReadRangeAsync(_wallet, new PositionRange(positions[10].Id, positions[25].Id), Token);

        Assert.Equal(positions[10..25].Select(Stored), range.Positions.Order(ById));
        Assert.NotNull(range.State);
    }

    [Fact]
    public async Task A_range_beyond_one_page_is_read_whole()
    {
        const int count = 2_100;
        var store = await StoreAsync();
        var run = Run(_wallet);
        var positions = Positions(count);
        var state = await store.CommitAsync(Commit(run, basis: null, upserts: positions), Token);

        var range = await store.ReadRangeAsync(_wallet, Everything, Token);

        Assert.Equal(positions.Select(Stored).Order(ById), range.Positions.Order(ById));
        AssertSame(state!, range.State!);
    }

    [Fact]
    public async Task Wallets_are_kept_apart()
    {
        var store = await StoreAsync();
        await store.CommitAsync(Commit(Run(_wallet), basis: null, upserts: Positions(3)), Token);
        await store.CommitAsync(Commit(Run(_wallet.ToUpperInvariant()), basis: null, upserts: Positions(1)), Token);

        Assert.Equal(3, (await store.ReadRangeAsync(_wallet, Everything, Token)).Positions.Count);
        Assert.Single((await store.ReadRangeAsync(_wallet.ToUpperInvariant(), Everything, Token)).Positions);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled()
    {
        var store = await StoreAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ReadRangeAsync(_wallet, Everything, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CommitAsync(Commit(Run(_wallet), basis: null), cancelled));
        Assert.Null((await store.ReadRangeAsync(_wallet, Everything, Token)).State);
    }

    protected static IComparer<StoredPosition> ById { get; } =
        Comparer<StoredPosition>.Create((left, right) => string.CompareOrdinal(left.Id, right.Id));

    protected static StoredPosition Stored(Position position) => new(position.Id, position.Fingerprint, position.Row.ProviderRef, "test", position.Row.Held);

    static void AssertSame(SyncRun expected, SyncRun actual)
    {
        Assert.Equal(expected.Skipped.OrderBy(skip => skip.Key), actual.Skipped.OrderBy(skip => skip.Key));
        Assert.Equal(expected with { Skipped = actual.Skipped, Layout = actual.Layout }, actual);
    }

    static void AssertSame(WalletState expected, WalletState actual)
    {
        Assert.Equal((expected.Status, expected.Version), (actual.Status, actual.Version));
        Assert.Equal(MarksOf(expected), MarksOf(actual));
        AssertSame(expected.Run!, actual.Run!);
    }

    // The counts of a run's only chunk are those of the run once it is finished, so a store may leave them out.
    static IEnumerable<ChunkMark> MarksOf(WalletState state) => state.Marks.Values
        .Select(mark => state is { Finish: not null, Run.ChunkCount: 1 } ? mark with { Tally = new ChunkTally() } : mark)
        .OrderBy(mark => mark.Range.From, StringComparer.Ordinal);
}
