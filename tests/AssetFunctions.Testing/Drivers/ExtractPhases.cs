using AssetFunctions.Sync.Phases.Extract;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.InMemory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Testing.Drivers;

/// <summary>Extract phases with default settings.</summary>
public static class ExtractPhases
{
    /// <summary>A phase over a provider and a store in memory.</summary>
    public static ExtractPhase Of(IPositionProvider provider, InMemoryWalletStore store, TimeProvider clock) => new(
        provider,
        store,
        store,
        new WalletRefresh(store, store, Options.Create(new RefreshOptions()), clock),
        new KnownNetworks(new NoNetworkCatalog(), clock),
        new Judging(clock).Checks,
        Options.Create(new ExtractOptions()),
        Options.Create(new TransactionsOptions()),
        clock,
        NullLogger<ExtractPhase>.Instance);
}
