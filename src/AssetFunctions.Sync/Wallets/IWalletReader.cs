using System.Numerics;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Reads stored wallets. Transient failures throw <see cref="TransientStoreException"/>.</summary>
public interface IWalletReader
{
    /// <summary>Reads the state of a wallet, or null for a wallet unknown to the store. One request.</summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    Task<WalletState?> FindAsync(string wallet, CancellationToken cancellationToken);

    /// <summary>
    /// Reads a wallet's state and all its positions, or null for a wallet unknown to the store. Every position appears once; a commit during the
    /// read may be visible in some of them only. Two requests, for more than about 9,000 positions one more per 9,000.
    /// </summary>
    /// <param name="wallet">Wallet address in canonical form.</param>
    Task<WalletContent?> FindContentAsync(string wallet, CancellationToken cancellationToken);
}

/// <summary>A wallet's state and positions.</summary>
/// <param name="State">State of the wallet.</param>
/// <param name="Positions">Stored positions in ordinal order of their ids.</param>
public sealed record WalletContent(WalletState State, IReadOnlyList<WalletPosition> Positions);

/// <summary>One stored position. Facts and price of its asset are in the registry.</summary>
public sealed record WalletPosition
{
    /// <summary>Identity inside the wallet, see <see cref="Positions.PositionId"/>.</summary>
    public required string Id { get; init; }

    public required AssetKey Asset { get; init; }

    /// <summary>Kind of position, see <see cref="Positions.PositionTypes"/>.</summary>
    public required string Type { get; init; }

    public string? Protocol { get; init; }

    public string? GroupId { get; init; }

    public string? PoolAddress { get; init; }

    public string? Name { get; init; }

    /// <summary>Amount in raw base units, never negative; a loan is positive too.</summary>
    public required BigInteger RawAmount { get; init; }

    /// <summary>Decimal places of <see cref="RawAmount"/>.</summary>
    public required int Decimals { get; init; }

    /// <summary>Factor by which the token scales raw amounts, or null for a token without one.</summary>
    public decimal? Scale { get; init; }

    /// <summary>Value in US dollars that the provider stated instead of a price, or null.</summary>
    public decimal? ValueUsd { get; init; }

    /// <summary>Provider that reported the position.</summary>
    public required string Provider { get; init; }

    /// <summary>Fetch time of the run that last changed the position (UTC).</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>
    /// Fetch time of the run that first found the position (UTC). Where that was not recorded, <see cref="ChangedAt"/>.
    /// </summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Asset and amount, for valuation.</summary>
    public HeldAmount Held => new(Asset, Type, RawAmount, Decimals) { Scale = Scale, ValueUsd = ValueUsd };
}
