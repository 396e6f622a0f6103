using System.Runtime.CompilerServices;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Testing.InMemory;

public sealed partial class InMemoryWalletStore : IWalletDirectory
{
    const int ShardCount = 4;
    const int DuePageSize = 7;
    const int RemovalsPerCall = 5;

    public Task<WalletList> ListAsync(int pageSize, string? continuation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (continuation is not null && !Entries(_ => true).Any(entry => entry.Wallet == continuation))
            {
                throw new InvalidContinuationException();
            }

            var entries = Entries(entry => entry.Deletion?.DoneAt is null)
                .Where(entry => continuation is null || string.CompareOrdinal(entry.Wallet, continuation) > 0)
                .Take(pageSize + 1)
                .ToList();
            return Task.FromResult(entries.Count > pageSize
                ? new WalletList(entries[..pageSize], entries[pageSize - 1].Wallet)
                : new WalletList(entries, null));
        }
    }

    public Task<WalletState?> TryRegisterAsync(
        string wallet, WalletRegistration registration, DateTimeOffset? dueAt, WalletState? basis, CancellationToken cancellationToken) => ChangeAsync(
        wallet,
        state => WriteRules.MayRegister(state, basis),
        state => state with { Registration = registration, DueAt = dueAt },
        cancellationToken);

    public Task<WalletState?> TryClaimAsync(string wallet, WalletClaim claim, ClaimTerms terms, CancellationToken cancellationToken) =>
        ChangeAsync(wallet, state => WriteRules.MayClaim(state, terms), state => state with { Claim = claim }, cancellationToken);

    public async Task<bool> ExtendAsync(string wallet, string runId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var extended = await ChangeAsync(
            wallet,
            state => WriteRules.IsClaimedBy(state, runId),
            state => state with { Claim = state.Claim! with { ExpiresAt = expiresAt } },
            cancellationToken);
        return extended is not null;
    }

    public Task WithdrawAsync(string wallet, string runId, CancellationToken cancellationToken) =>
        ChangeAsync(wallet, state => WriteRules.IsClaimedBy(state, runId), state => state with { Claim = null }, cancellationToken);

    public Task<WalletState?> TryReviveAsync(WalletState revived, CancellationToken cancellationToken) =>
        ChangeAsync(revived.Wallet, state => WriteRules.MayRevive(state, revived), _ => revived, cancellationToken);

    public Task<IReadOnlyList<string>> FindShardsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<string>>([.. Enumerable.Range(0, ShardCount).Select(shard => $"{shard}")]);
    }

    public IAsyncEnumerable<IReadOnlyList<WalletState>> FindDueAsync(string shard, DateTimeOffset until, CancellationToken cancellationToken) =>
        ReadShardAsync(shard, state => state.DueAt <= until, cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<WalletState>> FindClaimedAsync(string shard, DateTimeOffset requestedAt, CancellationToken cancellationToken) =>
        ReadShardAsync(shard, state => state.DueAt is not null && state.Claim?.RequestedAt == requestedAt, cancellationToken);

    public async Task<IReadOnlySet<string>> AdvanceAsync(IReadOnlyCollection<DueAdvance> advances, CancellationToken cancellationToken)
    {
        var moved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var advance in advances)
        {
            var entry = await ChangeAsync(
                advance.Wallet,
                state => WriteRules.MayAdvance(state, advance),
                state => state with { DueAt = advance.NextDueAt, Claim = advance.Claim ?? state.Claim },
                cancellationToken);
            if (entry is not null)
            {
                moved.Add(advance.Wallet);
            }
        }

        return moved;
    }

    public async Task<WalletState?> CloseAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var closed = await ChangeAsync(
            wallet,
            WriteRules.MayClose,
            state => state with { DueAt = at + RegistrationDefaults.RemovalLate, Deletion = new WalletDeletion(at, 0, null) },
            cancellationToken);
        return closed ?? await FindAsync(wallet, cancellationToken);
    }

    public Task<WalletDeletion?> RemoveSomeAsync(string wallet, DateTimeOffset at, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(wallet);
            if (partition.State?.Deletion is not { DoneAt: null } deletion)
            {
                return Task.FromResult(partition.State?.Deletion);
            }

            var removed = partition.Remove(RemovalsPerCall);
            deletion = removed > 0 ? deletion with { Removed = deletion.Removed + removed } : deletion with { DoneAt = at };
            partition.State = (removed > 0 ? partition.State : NewState(wallet)) with { Deletion = deletion, Version = NextVersion() };
            return Task.FromResult<WalletDeletion?>(deletion);
        }
    }

    Task<WalletState?> ChangeAsync(
        string wallet, Func<WalletState?, bool> condition, Func<WalletState, WalletState> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var partition = Partition(wallet);
            if (!condition(partition.State))
            {
                return Task.FromResult<WalletState?>(null);
            }

            partition.State = change(partition.State ?? NewState(wallet)) with { Version = NextVersion() };
            return Task.FromResult<WalletState?>(partition.State);
        }
    }

    async IAsyncEnumerable<IReadOnlyList<WalletState>> ReadShardAsync(
        string shard, Func<WalletState, bool> isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<WalletState> entries;
        lock (_gate)
        {
            entries = Entries(entry => $"{ShardOf(entry.Wallet)}" == shard && isWanted(entry)).ToList();
        }

        foreach (var page in entries.Chunk(DuePageSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return await Task.FromResult(page);
        }
    }

    IEnumerable<WalletState> Entries(Func<WalletState, bool> isWanted) => _wallets
        .Select(wallet => wallet.Value.State)
        .OfType<WalletState>()
        .Where(isWanted)
        .OrderBy(entry => entry.Wallet, StringComparer.Ordinal);

    static int ShardOf(string wallet) => wallet.Sum(character => character) % ShardCount;
}
