using System.Text.Json;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Cosmos.Wallets.Pages;

/// <summary>A page of positions: all stored positions of a range of ids.</summary>
/// <param name="Range">Ids of the page.</param>
/// <param name="Rows">The positions, in order of their ids.</param>
sealed record PositionPage(PositionRange Range, IReadOnlyList<PageRow> Rows)
{
    /// <summary>ETag of the stored page; null for one that is not stored.</summary>
    public string? Version { get; init; }

    /// <summary>Rows that this build cannot read. They are kept as they are.</summary>
    public IReadOnlyList<JsonElement> Unreadable { get; init; } = [];

    /// <summary>Whether another page has the same content, so that it need not be written.</summary>
    public bool IsSameAs(PositionPage other) =>
        Range == other.Range && Rows.SequenceEqual(other.Rows, ReferenceEqualityComparer.Instance) && Unreadable.Count == other.Unreadable.Count;
}

/// <summary>A stored position.</summary>
/// <param name="Position">Identity and content; without facts of the asset.</param>
/// <param name="Provider">Provider that reported it.</param>
/// <param name="ChangedAt">Fetch time of the run that last changed it (UTC).</param>
/// <param name="Writer">Id of that run; empty where it was not recorded.</param>
/// <param name="Since">Fetch time of the run that first found it (UTC).</param>
sealed record PageRow(Position Position, string Provider, DateTimeOffset ChangedAt, string Writer, DateTimeOffset Since)
{
    public StoredPosition ToStored() => new(Position.Id, Position.Fingerprint, Position.Row.ProviderRef, Provider, Position.Row.Held);

    public WalletPosition ToWalletPosition() => new()
    {
        Id = Position.Id,
        Asset = Position.Row.Asset,
        Type = Position.Row.Type,
        Protocol = Position.Row.Protocol,
        GroupId = Position.Row.GroupId,
        PoolAddress = Position.Row.PoolAddress,
        Name = Position.Row.Name,
        RawAmount = Position.Row.RawAmount,
        Decimals = Position.Row.Decimals,
        Scale = Position.Row.Scale,
        ValueUsd = Position.Row.ValueUsd,
        Provider = Provider,
        ChangedAt = ChangedAt,
        Since = Since,
    };
}
