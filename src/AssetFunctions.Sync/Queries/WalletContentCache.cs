using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Caching.Memory;

namespace AssetFunctions.Sync.Queries;

/// <summary>
/// Caches the content of wallets that are read repeatedly. Every commit changes the version of the wallet's state, so one small read validates
/// the cached content, and readers never get stale positions.
/// </summary>
public sealed class WalletContentCache(IWalletReader reader) : IDisposable
{
    // The first read of a wallet caches only this, so that rarely read wallets take no memory.
    static readonly IReadOnlyList<WalletPosition> NotYetKept = [];

    readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = ReadingDefaults.PositionsKept });

    readonly SingleFlight<(string Wallet, string Version), WalletContent?> _flights = new();

    /// <summary>Reads a wallet: two requests the first time, three the second, one after that until the wallet changes.</summary>
    public async Task<WalletContent?> FindAsync(string wallet, CancellationToken cancellationToken)
    {
        if (!_kept.TryGetValue(wallet, out Entry? entry))
        {
            // Set before the read, so that of many concurrent first readers only one reads alone.
            Keep(wallet, new Entry(string.Empty, NotYetKept));
            return await reader.FindContentAsync(wallet, cancellationToken);
        }

        var state = await reader.FindAsync(wallet, cancellationToken);
        if (state is null)
        {
            _kept.Remove(wallet);
            return null;
        }

        return entry!.Version == state.Version
            ? new WalletContent(state, entry.Positions)
            : await ShareAsync(wallet, state.Version, cancellationToken);
    }

    public void Dispose() => _kept.Dispose();

    // All callers that share the read have seen the same version, so the result is not older than any of them requires.
    async Task<WalletContent?> ShareAsync(string wallet, string version, CancellationToken cancellationToken)
    {
        var flight = _flights.Join((wallet, version), out var isMine);
        if (!isMine)
        {
            return await flight.Result.WaitAsync(cancellationToken);
        }

        try
        {
            var content = await reader.FindContentAsync(wallet, cancellationToken);

            // A commit may come between the pages of the content. The content is consistent when the version is the same before and during the read.
            if (content?.State.Version == version)
            {
                Keep(wallet, new Entry(version, content.Positions));
            }

            _flights.Complete(flight.Key, content);
            return content;
        }
        catch (Exception ex)
        {
            _flights.Abort(flight, ex is OperationCanceledException ? SharedRequest.Abandoned(ex) : ex);
            throw;
        }
    }

    void Keep(string wallet, Entry entry)
    {
        var options = new MemoryCacheEntryOptions { Size = 1 + entry.Positions.Count, SlidingExpiration = ReadingDefaults.KeptFor };
        _kept.Set(wallet, entry, options);
    }

    sealed record Entry(string Version, IReadOnlyList<WalletPosition> Positions);
}

/// <summary>Fixed bounds of the content cache.</summary>
static class ReadingDefaults
{
    /// <summary>Maximum positions in memory, about 400 bytes each.</summary>
    public const int PositionsKept = 200_000;

    /// <summary>Time without reads after which a wallet is evicted.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);
}
