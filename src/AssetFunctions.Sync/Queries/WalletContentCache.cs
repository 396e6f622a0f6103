using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Caching.Memory;

namespace AssetFunctions.Sync.Queries;

/// <summary>
/// Wallets that are read again and again, kept in memory for as long as they do not change: every commit changes the version of the wallet's
/// state, so one small read tells whether what is kept is still what is stored. A reader never sees less than the store holds.
/// </summary>
public sealed class WalletContentCache(IWalletReader reader) : IDisposable
{
    // What is rarely read is not kept at all: the first read of a wallet leaves only this.
    static readonly IReadOnlyList<WalletPosition> NotYetKept = [];

    readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = ReadingDefaults.PositionsKept });

    readonly SingleFlight<(string Wallet, string Version), WalletContent?> _flights = new();

    /// <summary>Reads a wallet: one request the first time, two the second, one after that until the wallet changes.</summary>
    public async Task<WalletContent?> FindAsync(string wallet, CancellationToken cancellationToken)
    {
        if (!_kept.TryGetValue(wallet, out Entry? entry))
        {
            // Marked before it is read, so that of a crowd of first readers only one reads alone.
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

    // Whoever waits knows the version that the flight was started for, so what it brings is no older than what they asked for.
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

            // Content of several pages may be cut by a commit. It is whole where the version was the same before and during the read.
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

/// <summary>Fixed bounds on what is kept for readers.</summary>
static class ReadingDefaults
{
    /// <summary>Holdings in memory, some 400 bytes each.</summary>
    public const int PositionsKept = 200_000;

    /// <summary>How long a wallet is kept that nobody reads.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);
}
