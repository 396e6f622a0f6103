using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Sync.Wallets;

/// <summary>Stored content of a range of a wallet. A store derives its own form of it, with what it needs to write the range again.</summary>
/// <param name="State">Sync state of the wallet, or null for a wallet unknown to the store.</param>
/// <param name="Positions">Id and content fingerprint of every stored position in the range.</param>
public record WalletRange(WalletState? State, IReadOnlyList<StoredPosition> Positions)
{
    /// <summary>Stored rows of the range that this build cannot read. They are kept as they are and are missing in <see cref="Positions"/>.</summary>
    public int Unreadable { get; init; }
}

/// <summary>Identity and content fingerprint of a stored position.</summary>
/// <param name="Id">Document id, see <see cref="Positions.PositionId"/>.</param>
/// <param name="Fingerprint">Fingerprint of the stored content, see <see cref="Positions.PositionFingerprint"/>.</param>
/// <param name="ProviderRef">The provider's id of the position.</param>
/// <param name="Provider">Name of the provider that reported the position last.</param>
/// <param name="Held">Asset and amount.</param>
public readonly record struct StoredPosition(string Id, string Fingerprint, string ProviderRef, string Provider, HeldAmount Held);
