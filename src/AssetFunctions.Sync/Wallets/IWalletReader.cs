using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Sync.Wallets;

/// <summary>What is stored of wallets. Transient failures throw <see cref="TransientStoreException"/>.</summary>
public interface IWalletReader
{
    /// <summary>Reads the state of a wallet, or null for a wallet the store has never seen. One request.</summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    Task<WalletState?> FindAsync(string wallet, CancellationToken cancellationToken);

    /// <summary>
    /// Reads everything a wallet holds together with its state, or null for a wallet the store has never seen. One request per page of the
    /// database; a sync that commits meanwhile may show in some of the pages only.
    /// </summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    Task<WalletContent?> FindContentAsync(string wallet, CancellationToken cancellationToken);
}

/// <summary>A wallet with what it holds.</summary>
/// <param name="State">Its state.</param>
/// <param name="Positions">The stored positions in ordinal order of their ids.</param>
public sealed record WalletContent(WalletState State, IReadOnlyList<WalletPosition> Positions);

/// <summary>One stored holding. Facts and price of its asset are in the registry.</summary>
public sealed record WalletPosition
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
    public required string Provider { get; init; }

    /// <summary>Fetch time of the run that last changed the holding (UTC).</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>What is held, as it is valued.</summary>
    public HeldAmount Held => new(Asset, Type, RawAmount, Decimals) { Scale = Scale, ValueUsd = ValueUsd };
}
