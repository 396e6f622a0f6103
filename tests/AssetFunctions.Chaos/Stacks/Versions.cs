using AssetFunctions.Chaos.Planning;
using AssetFunctions.Local.Providers.Samples;

namespace AssetFunctions.Chaos.Stacks;

/// <summary>
/// The versions of wallets and prices that the provider serves, and since when. Prices continue to change after the last version of the wallets.
/// Thread-safe.
/// </summary>
sealed class Versions(ChaosPlan plan, TimeProvider clock)
{
    // Includes waits for quota, retries and a busy machine.
    static readonly TimeSpan FetchPatience = TimeSpan.FromSeconds(60);

    readonly Lock _gate = new();
    readonly List<DateTimeOffset> _since = [];

    public int Last => plan.LastVersion;

    public int Current
    {
        get
        {
            lock (_gate)
            {
                return _since.Count - 1;
            }
        }
    }

    /// <summary>Moves to the next version.</summary>
    public void Advance()
    {
        lock (_gate)
        {
            _since.Add(clock.GetUtcNow());
        }
    }

    /// <summary>The version served at an instant; 0 before the first.</summary>
    public int At(DateTimeOffset instant)
    {
        lock (_gate)
        {
            return Math.Max(0, _since.FindLastIndex(since => since <= instant));
        }
    }

    /// <summary>The versions that a fetch begun at an instant may have received.</summary>
    public IEnumerable<int> ServedSince(DateTimeOffset instant)
    {
        var first = At(instant);
        return Enumerable.Range(first, At(instant + FetchPatience) - first + 1);
    }

    /// <summary>The page of a wallet at this moment.</summary>
    public byte[] Page(ChangingWallet wallet) => Current is var version ? wallet.Page(Math.Min(version, Last), version) : [];
}
