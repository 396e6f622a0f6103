using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using AssetFunctions.Local.Providers.Samples;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>Writes one page to a stream.</summary>
delegate Task WritePage(Stream target, CancellationToken cancellationToken);

/// <summary>Pages and fault scripts by list and wallet.</summary>
sealed class SimulatedWallets
{
    readonly ConcurrentDictionary<(SimulatedResource Resource, string Wallet), WritePage[]> _pages = new();
    readonly ConcurrentDictionary<string, SimulatedHistory> _histories = new();

    /// <summary>The assets whose market data is served.</summary>
    public SimulatedFungibles Fungibles { get; } = new();

    readonly ConcurrentDictionary<(SimulatedResource Resource, string Wallet), ConcurrentQueue<SimulatedFault>> _faults = new();

    public void LoadSamples(string directory)
    {
        foreach (var wallet in SampleWallets.Load(directory))
        {
            var file = Path.Combine(directory, SampleWallets.PositionsFile(wallet.Name));
            if (!File.Exists(file))
            {
                throw new FileNotFoundException($"The sample wallet {wallet.Name} is listed in {SampleWallets.IndexFile} but its page is missing.", file);
            }

            Set(SimulatedResource.Positions, wallet.Address, [(target, cancellationToken) => CopyFileAsync(file, target, cancellationToken)]);
            if (wallet.Transactions is not null)
            {
                SetHistory(wallet.Address, SimulatedHistory.Parse(File.ReadAllBytes(Path.Combine(directory, SampleWallets.TransactionsFile(wallet.Name)))));
            }
        }

        var networks = Path.Combine(directory, SampleWallets.NetworksFile);
        Set(SimulatedResource.Chains, ProviderSimulator.AnyWallet, [(target, cancellationToken) => CopyFileAsync(networks, target, cancellationToken)]);
    }

    public void Set(SimulatedResource resource, string wallet, WritePage[] pages) => _pages[(resource, Key(wallet))] = pages;

    public void SetHistory(string wallet, SimulatedHistory history)
    {
        _histories[Key(wallet)] = history;
        _pages.TryRemove((SimulatedResource.Transactions, Key(wallet)), out _);
    }

    public bool TryGet(SimulatedResource resource, string wallet, [NotNullWhen(true)] out WritePage[]? pages) =>
        _pages.TryGetValue((resource, Key(wallet)), out pages);

    /// <summary>The transactions of a wallet; a wallet with only positions has an empty history.</summary>
    public bool TryGetHistory(string wallet, [NotNullWhen(true)] out SimulatedHistory? history)
    {
        var isKnown = _histories.TryGetValue(Key(wallet), out history) || TryGet(SimulatedResource.Positions, wallet, out _);
        history ??= isKnown ? new SimulatedHistory([]) : null;
        return isKnown;
    }

    public void Script(SimulatedResource resource, string wallet, IEnumerable<SimulatedFault> faults) =>
        _faults[(resource, Key(wallet))] = new ConcurrentQueue<SimulatedFault>(faults);

    /// <summary>The next fault of the wallet's own script, or else of the script for any wallet.</summary>
    public SimulatedFault? NextFault(SimulatedResource resource, string wallet) => Next(resource, Key(wallet)) ?? Next(resource, ProviderSimulator.AnyWallet);

    SimulatedFault? Next(SimulatedResource resource, string key) =>
        _faults.TryGetValue((resource, key), out var script) && script.TryDequeue(out var fault) ? fault : null;

    static async Task CopyFileAsync(string file, Stream target, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        await stream.CopyToAsync(target, cancellationToken);
    }

    // Hex addresses are the same in any case; base58 ones are not.
    static string Key(string wallet) => wallet.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? wallet.ToLowerInvariant() : wallet;
}
