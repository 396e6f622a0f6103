using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using AssetFunctions.DevHost.Samples;

namespace AssetFunctions.DevHost.Replay;

/// <summary>Writes one page of positions to a stream.</summary>
delegate Task WritePage(Stream target, CancellationToken cancellationToken);

/// <summary>Pages and fault scripts by wallet.</summary>
sealed class ReplayWallets
{
    readonly ConcurrentDictionary<string, WritePage[]> _pages = new();
    readonly ConcurrentDictionary<string, ConcurrentQueue<ReplayFault>> _faults = new();

    public void LoadSamples(string directory)
    {
        foreach (var wallet in SampleWallets.Load(directory))
        {
            var file = Path.Combine(directory, $"{wallet.Name}.json");
            if (!File.Exists(file))
            {
                throw new FileNotFoundException($"The sample wallet {wallet.Name} is listed in {SampleWallets.IndexFile} but its page is missing.", file);
            }

            Set(wallet.Address, [(target, cancellationToken) => CopyFileAsync(file, target, cancellationToken)]);
        }
    }

    public void Set(string wallet, WritePage[] pages) => _pages[Key(wallet)] = pages;

    public bool TryGet(string wallet, [NotNullWhen(true)] out WritePage[]? pages) => _pages.TryGetValue(Key(wallet), out pages);

    public void Script(string wallet, IEnumerable<ReplayFault> faults) => _faults[Key(wallet)] = new ConcurrentQueue<ReplayFault>(faults);

    /// <summary>The next fault of the wallet's own script, or else of the script for any wallet.</summary>
    public ReplayFault? NextFault(string wallet) => Next(Key(wallet)) ?? Next(ReplayProvider.AnyWallet);

    ReplayFault? Next(string key) => _faults.TryGetValue(key, out var script) && script.TryDequeue(out var fault) ? fault : null;

    static async Task CopyFileAsync(string file, Stream target, CancellationToken cancellationToken)
    {
        await using var source = File.OpenRead(file);
        await source.CopyToAsync(target, cancellationToken);
    }

    // Hex addresses are the same in any case; base58 ones are not.
    static string Key(string wallet) => wallet.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? wallet.ToLowerInvariant() : wallet;
}
