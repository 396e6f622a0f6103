using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Testing.Fixtures;

/// <summary>Runs, chunks and positions for tests.</summary>
public static class WalletExamples
{
    /// <summary>The instant the examples are counted from.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The time after which a run of the examples counts as stuck.</summary>
    public static readonly TimeSpan Stuck = TimeSpan.FromMinutes(15);

    /// <summary>The whole id space of positions.</summary>
    public static readonly PositionRange Everything = new(PositionId.Prefix, PositionId.End);

    /// <summary>A run that fetched the wallet the given number of minutes after <see cref="Noon"/>.</summary>
    public static SyncRun Run(string wallet, string runId = "run-1", double minutes = 0, int chunks = 1, string layout = "layout-a") => new()
    {
        Wallet = wallet,
        RunId = runId,
        StartedAt = Noon.AddMinutes(minutes),
        Provider = "test",
        ChunkCount = chunks,
        Layout = layout,
        PositionCount = 3,
    };

    public static Position Position(int number, BigInteger? amount = null, string network = "ethereum", int decimals = 18) =>
        Sync.Positions.Position.From(new ProviderPosition
        {
            Asset = new AssetKey(network, $"0x{number:x}"),
            Facts = Fixtures.AssetExamples.Facts(),
            ProviderRef = $"ref-{number}",
            Type = PositionTypes.Wallet,
            RawAmount = amount ?? number,
            Decimals = decimals,
        });

    public static IReadOnlyList<Position> Positions(int count, int first = 0) => [.. Enumerable.Range(first, count).Select(number => Position(number))];

    /// <summary>Ids of one of the chunks that a run's positions on one network are cut into, by the first digit of their hash.</summary>
    public static PositionRange RangeOf(int index, int chunks)
    {
        return new PositionRange(index == 0 ? PositionId.Prefix : BoundOf(index), index == chunks - 1 ? PositionId.End : BoundOf(index + 1));

        string BoundOf(int number) => $"{PositionId.Prefix}ethereum:{number * 16 / chunks:x}";
    }

    /// <summary>First id of a chunk, by which its checkpoint is found.</summary>
    public static string KeyOf(int index = 0, int chunks = 1) => RangeOf(index, chunks).From;

    /// <summary>So many positions that lie in one of the chunks.</summary>
    public static IReadOnlyList<Position> PositionsIn(int index, int chunks, int count = 1, BigInteger? amount = null) =>
        [.. Enumerable.Range(0, int.MaxValue).Select(number => Position(number, amount)).Where(position => RangeOf(index, chunks).Contains(position.Id)).Take(count)];

    /// <summary>Reads a range without a guess of what is in it.</summary>
    public static Task<WalletRange> ReadRangeAsync(this IWalletStore store, string wallet, PositionRange range, CancellationToken cancellationToken) =>
        store.ReadRangeAsync(wallet, range, [], cancellationToken);

    public static ChunkMark Mark(SyncRun run, int index = 0, string digest = "digest", ChunkTally? tally = null) =>
        new(RangeOf(index, run.ChunkCount), run.StartedAt, digest, tally ?? new ChunkTally { Positions = 3, HoldingsUsd = 1.000000000000000001m });

    public static ChunkCommit Commit(
        SyncRun run, WalletState? basis, ChunkMark? mark = null, IReadOnlyList<Position>? upserts = null, IReadOnlyList<string>? removals = null,
        RunFinish? finish = null) => new()
    {
        Run = run,
        Mark = mark ?? Mark(run),
        Upserts = upserts ?? [],
        Removals = removals ?? [],
        Basis = basis,
        Finish = finish,
    };

    public static RunFinish Finish(RunStatus status = RunStatus.Completed, string? reason = null, ChunkTally? total = null) =>
        new(status, reason, Noon.AddHours(1), total ?? new ChunkTally { Positions = 3, HoldingsUsd = 12.5m, DebtUsd = 2.25m, Requests = 4, RequestUnits = 31.25 });

    /// <summary>A registration of all networks every hour.</summary>
    public static WalletRegistration Registration(int revision = 1) => new()
    {
        Label = "main",
        Networks = [],
        Interval = TimeSpan.FromHours(1),
        IsPaused = false,
        RegisteredAt = Noon,
        UpdatedAt = Noon,
        Revision = revision,
    };

    /// <summary>The announcement of a run that expires after 15 minutes.</summary>
    public static WalletClaim Claim(string runId, double minutes = 0) => new(runId, Noon.AddMinutes(minutes), Noon.AddMinutes(minutes) + Stuck);

    /// <summary>Terms under which a run that has not ended for 15 minutes is stuck and none is fresh.</summary>
    public static ClaimTerms Terms(double minutes = 0) => new(Noon.AddMinutes(minutes), Noon.AddMinutes(minutes) - Stuck, FreshSince: null);

    public static RunFailure Failure(string runId = "run-1", double minutes = 0, RunStatus status = RunStatus.Failed, string reason = "the provider refuses the wallet") =>
        new(runId, Noon.AddMinutes(minutes), Noon.AddMinutes(minutes + 1), status, reason);
}
