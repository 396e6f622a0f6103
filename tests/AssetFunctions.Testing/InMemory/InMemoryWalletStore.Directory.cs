using System.Runtime.CompilerServices;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Testing.InMemory;

public sealed partial class InMemoryWalletStore : IWalletDirectory
{
    const int ShardCount = 4;
    const int DuePageSize = 7;
    const int RemovalsPerCall = 5;

    async Task<WalletEntry?> IWalletDirectory.FindAsync(string wallet, CancellationToken cancellationToken) =>
        await FindProgressAsync(wallet, cancellationToken) is { } progress ? new WalletEntry(wallet, progress) : null;

    public Task<WalletList> ListAsync(int pageSize, string? continuation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (continuation is not null && !Entries(_ => true).Any(entry => entry.Wallet == continuation))
            {
                throw new InvalidContinuationException();
            }

            var entries = Entries(entry => entry.Life.Deletion?.DoneAt is null)
                .Where(entry => continuation is null || string.CompareOrdinal(entry.Wallet, continuation) > 0)
                .Take(pageSize + 1)
                .ToList();
            return Task.FromResult(entries.Count > pageSize
                ? new WalletList(entries[..pageSize], entries[pageSize - 1].Wallet)
                : new WalletList(entries, null));
        }
    }

    public Task<WalletEntry?> TryRegisterAsync(
        string wallet, WalletRegistration registration, DateTimeOffset? dueAt, WalletEntry? basis, CancellationToken cancellationToken) =>
        ChangeAsync(
            wallet,
            state => basis is null
                ? state is null
                : state?.Life is { Deletion: null } life && life.Registration?.Revision == basis.Life.Registration?.Revision
                    && life.DueAt == basis.Life.DueAt,
            state => state with { Life = state.Life with { Registration = registration, DueAt = dueAt } },
            cancellationToken);

    public Task<WalletEntry?> TryClaimAsync(string wallet, WalletClaim claim, ClaimTerms terms, CancellationToken cancellationToken) => ChangeAsync(
        wallet,
        state => state is null || (state.Life.Deletion is null && IsClaimable(state.ToProgress(), terms)),
        state => state with { Life = state.Life with { Claim = claim } },
        cancellationToken);

    public async Task<bool> ExtendAsync(string wallet, string runId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var extended = await ChangeAsync(
            wallet,
            state => state?.Life.Claim?.RunId == runId,
            state => state with { Life = state.Life with { Claim = state.Life.Claim! with { ExpiresAt = expiresAt } } },
            cancellationToken);
        return extended is not null;
    }

    public Task WithdrawAsync(string wallet, string runId, CancellationToken cancellationToken) => ChangeAsync(
        wallet,
        state => state?.Life.Claim?.RunId == runId,
        state => state with { Life = state.Life with { Claim = null } },
        cancellationToken);

    public Task<WalletEntry?> TryReviveAsync(WalletEntry tombstone, WalletLife life, DateTimeOffset at, CancellationToken cancellationToken) => ChangeAsync(
        tombstone.Wallet,
        state => state?.Version == tombstone.Progress.State.Version,
        _ => new StoredState { Life = life, RevivedAt = at },
        cancellationToken);

    public Task<IReadOnlyList<string>> FindShardsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<string>>([.. Enumerable.Range(0, ShardCount).Select(shard => $"{shard}")]);
    }

    public IAsyncEnumerable<IReadOnlyList<WalletEntry>> FindDueAsync(string shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        ReadShardAsync(shard, life => life.DueAt <= until, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<WalletEntry>> FindClaimedAsync(string shard, DateTimeOffset askedAt, CancellationToken cancellationToken) =>
        ReadShardAsync(shard, life => life.DueAt is not null && life.Claim?.AskedAt == askedAt, cancellationToken);

    public async Task<IReadOnlySet<string>> AdvanceAsync(IReadOnlyCollection<DueAdvance> advances, CancellationToken cancellationToken)
    {
        var moved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var advance in advances)
        {
            var entry = await ChangeAsync(
                advance.Wallet,
                state => state is not null && (advance.IsRemoval ? state.Life.Deletion is { DoneAt: null } : state.Life.Deletion is null)
                    && state.Life.DueAt == advance.DueAt
                    && (advance.Revision is not { } revision || state.Life.Registration?.Revision == revision)
                    && (advance.Terms is not { } terms || IsClaimable(state.ToProgress(), terms)),
                state => state with { Life = state.Life with { DueAt = advance.NextDueAt, Claim = advance.Claim ?? state.Life.Claim } },
                cancellationToken);
            if (entry is not null)
            {
                moved.Add(advance.Wallet);
            }
        }

        return moved;
    }

    public async Task<WalletEntry?> CloseAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var closed = await ChangeAsync(
            wallet,
            state => state is { Life.Deletion: null },
            state => state with { Life = state.Life with { DueAt = at + RegistrationDefaults.RemovalLate, Deletion = new WalletDeletion(at, 0, null) } },
            cancellationToken);
        return closed ?? await ((IWalletDirectory)this).FindAsync(wallet, cancellationToken);
    }

    public Task<WalletDeletion?> RemoveSomeAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(wallet);
            if (partition.State?.Life.Deletion is not { DoneAt: null } deletion)
            {
                return Task.FromResult(partition.State?.Life.Deletion);
            }

            var removed = partition.Remove(RemovalsPerCall);
            deletion = removed > 0 ? deletion with { Removed = deletion.Removed + removed } : deletion with { DoneAt = at };
            partition.State = (removed > 0 ? partition.State : new StoredState()) with
            {
                Life = removed > 0 ? partition.State.Life with { Deletion = deletion } : WalletLife.None with { Deletion = deletion },
                Version = NextVersion(),
            };
            return Task.FromResult<WalletDeletion?>(deletion);
        }
    }

    Task<WalletEntry?> ChangeAsync(
        string wallet, Func<StoredState?, bool> condition, Func<StoredState, StoredState> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(wallet);
            if (!condition(partition.State))
            {
                return Task.FromResult<WalletEntry?>(null);
            }

            partition.State = change(partition.State ?? new StoredState()) with { Version = NextVersion() };
            return Task.FromResult<WalletEntry?>(new WalletEntry(wallet, partition.State.ToProgress()));
        }
    }

    async IAsyncEnumerable<IReadOnlyList<WalletEntry>> ReadShardAsync(
        string shard, Func<WalletLife, bool> isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<WalletEntry> entries;
        lock (_gate)
        {
            entries = Entries(entry => $"{ShardOf(entry.Wallet)}" == shard && isWanted(entry.Life)).ToList();
        }

        foreach (var page in entries.Chunk(DuePageSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return await Task.FromResult(page);
        }
    }

    IEnumerable<WalletEntry> Entries(Func<WalletEntry, bool> isWanted) => _wallets
        .Where(wallet => wallet.Value.State is not null)
        .Select(wallet => new WalletEntry(wallet.Key, wallet.Value.State!.ToProgress()))
        .Where(isWanted)
        .OrderBy(entry => entry.Wallet, StringComparer.Ordinal);

    static bool IsClaimable(WalletProgress progress, ClaimTerms terms) =>
        ClaimRules.FindLive(progress, terms.Now, terms.StuckBefore) is null && ClaimRules.FindFresh(progress, terms.FreshSince) is null;

    static int ShardOf(string wallet) => wallet.Sum(character => character) % ShardCount;
}
