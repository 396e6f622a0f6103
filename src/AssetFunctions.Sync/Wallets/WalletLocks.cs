namespace AssetFunctions.Sync.Wallets;

/// <summary>
/// Serializes the chunks of one wallet in this process, so that they do not invalidate each other's reads. This only saves requests; between
/// processes, the conditions of the store's writes decide.
/// </summary>
public sealed class WalletLocks
{
    readonly Dictionary<string, Holder> _holders = new(StringComparer.Ordinal);

    /// <summary>Waits for the wallet's lock; disposing the result releases it.</summary>
    public async Task<IDisposable> AcquireAsync(string wallet, CancellationToken cancellationToken)
    {
        Holder? holder;
        lock (_holders)
        {
            if (!_holders.TryGetValue(wallet, out holder))
            {
                holder = new Holder(this, wallet);
                _holders.Add(wallet, holder);
            }

            holder.Users++;
        }

        try
        {
            await holder.Turn.WaitAsync(cancellationToken);
            return holder;
        }
        catch
        {
            Leave(holder);
            throw;
        }
    }

    void Leave(Holder holder)
    {
        lock (_holders)
        {
            if (--holder.Users == 0)
            {
                _holders.Remove(holder.Wallet);
                holder.Turn.Dispose();
            }
        }
    }

    sealed class Holder(WalletLocks owner, string wallet) : IDisposable
    {
        public string Wallet { get; } = wallet;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Users { get; set; }

        public void Dispose()
        {
            Turn.Release();
            owner.Leave(this);
        }
    }
}
