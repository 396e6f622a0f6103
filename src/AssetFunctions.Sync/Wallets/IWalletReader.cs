using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Runs;

namespace AssetFunctions.Sync.Wallets;

/// <summary>
/// What is stored of wallets, for those who show it. Faults that may pass throw <see cref="TransientStoreException"/>.
/// </summary>
public interface IWalletReader
{
    /// <summary>Reads how the sync of a wallet stands, or null for a wallet the store has never seen. One request.</summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    Task<WalletProgress?> FindProgressAsync(string wallet, CancellationToken cancellationToken);

    /// <summary>
    /// Reads everything a wallet holds together with its progress, or null for a wallet the store has never seen. One request per page of the
    /// database; a sync that commits meanwhile may show in some of the pages only.
    /// </summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    Task<WalletContent?> FindAsync(string wallet, CancellationToken cancellationToken);
}

/// <summary>How the sync of a wallet stands.</summary>
/// <param name="State">The newest run that wrote anything and how far it got.</param>
/// <param name="Finish">How the run of <paramref name="State"/> ended, or null while it has not.</param>
/// <param name="Failure">The failure that the status speaks of, or null when it does not count.</param>
public sealed record WalletProgress(WalletState State, RunFinish? Finish, RunFailure? Failure)
{
    /// <summary>Registration, schedule, announced run and deletion.</summary>
    public WalletLife Life { get; init; } = WalletLife.None;

    /// <summary>The last run that finished, whether or not a newer one has begun since, or null when none has.</summary>
    public FinishedFetch? LastFinish { get; init; }

    /// <summary>Fetch time of the last run that kept no stored holding without seeing it (UTC), or null when none has finished.</summary>
    public DateTimeOffset? WholeAt { get; init; }

    /// <summary>
    /// When the oldest of the stored holdings was fetched (UTC), or null when no fetch succeeded yet: while a run stores its chunks, the others
    /// are as the run before left them, and what a run kept without seeing it is as old as the last whole fetch.
    /// </summary>
    public DateTimeOffset? AsOf => LastFinish is null ? State.Run?.StartedAt
        : LastFinish.Finish.Total.PositionsKept > 0 && WholeAt is not null ? WholeAt
        : LastFinish.FetchedAt;
}

/// <summary>How a run ended.</summary>
/// <param name="FetchedAt">When it fetched the wallet (UTC).</param>
/// <param name="Finish">Its end.</param>
public sealed record FinishedFetch(DateTimeOffset FetchedAt, RunFinish Finish)
{
    /// <param name="attempt">Identity of the fetch, see <see cref="SyncRun.Attempt"/>.</param>
    public static FinishedFetch Of(string attempt, RunFinish finish) => new(RunAttempt.FetchedAtOf(attempt), finish);
}

/// <summary>Everything stored of a wallet.</summary>
/// <param name="Progress">How its sync stands.</param>
/// <param name="Holdings">The stored holdings in ordinal order of their ids.</param>
public sealed record WalletContent(WalletProgress Progress, IReadOnlyList<Holding> Holdings);

/// <summary>One stored holding. Facts and price of its asset are in the registry.</summary>
public sealed record Holding
{
    /// <summary>Identity inside the wallet, see <see cref="Positions.PositionId"/>.</summary>
    public required string Id { get; init; }

    public required AssetKey Asset { get; init; }

    /// <summary>Kind of holding, see <see cref="Positions.PositionTypes"/>.</summary>
    public required string Type { get; init; }

    public string? Protocol { get; init; }

    public string? GroupId { get; init; }

    public string? PoolAddress { get; init; }

    public string? Name { get; init; }

    /// <summary>Amount in raw base units, never negative; a loan is positive too.</summary>
    public required BigInteger RawAmount { get; init; }

    /// <summary>Decimal places of <see cref="RawAmount"/>.</summary>
    public required int Decimals { get; init; }

    /// <summary>What the token multiplies raw amounts by, or null for one that does not.</summary>
    public decimal? Scale { get; init; }

    /// <summary>Value in US dollars as the provider stated it where it knew no price, or null.</summary>
    public decimal? ValueUsd { get; init; }

    /// <summary>Provider that reported the holding.</summary>
    public required string Source { get; init; }

    /// <summary>Fetch time of the run that last changed the holding (UTC).</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>What is held, as it is valued.</summary>
    public HeldAmount Held => new(Asset, Type, RawAmount, Decimals) { Scale = Scale, ValueUsd = ValueUsd };
}
