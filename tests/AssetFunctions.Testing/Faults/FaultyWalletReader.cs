using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Testing.Faults;

/// <summary>A wallet reader whose calls fail as planned.</summary>
public sealed class FaultyWalletReader(IWalletReader inner, StoreFaults faults) : IWalletReader
{
    public Task<WalletState?> FindAsync(string wallet, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(FindAsync), () => inner.FindAsync(wallet, cancellationToken));

    public Task<WalletContent?> FindContentAsync(string wallet, CancellationToken cancellationToken) =>
        faults.RunAsync(nameof(FindContentAsync), () => inner.FindContentAsync(wallet, cancellationToken));
}
