using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Fixtures;
using Xunit;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Testing.Contracts;

/// <summary>
/// Stores decide about writes by nothing but <see cref="WriteRules"/>: random writes are made one after the other, and each is stored exactly
/// where the rules allow it for the state that was read before. Derive once per adapter.
/// </summary>
public abstract class WriteRulesContract
{
    const int Writes = 60;
    const int Kinds = 11;
    const string Failing = "fail";

    static readonly CancellationToken Token = CancellationToken.None;

    readonly HashSet<(string Kind, bool IsAllowed)> _seen = [];

    /// <summary>The ports of one store.</summary>
    protected abstract (IWalletStore Store, IWalletDirectory Directory, IWalletReader Reader) Open();

    [Fact]
    public async Task Random_writes_are_stored_exactly_where_the_rules_allow_them()
    {
        for (var seed = 1; seed <= 24; seed++)
        {
            await WriteAsync(new Random(seed), seed);
        }

        // Every kind of write met states that allow it and states that do not.
        Assert.Equal(2 * Kinds, _seen.Count);
    }

    async Task WriteAsync(Random random, int seed)
    {
        var (store, directory, reader) = Open();
        var wallet = $"0x{Guid.NewGuid():N}";
        var read = new List<WalletState?> { null };
        for (var number = 0; number < Writes; number++)
        {
            var state = await reader.FindAsync(wallet, Token);
            read.Add(state);

            // Most decisions are based on what is stored, some on what was read a while ago.
            var basis = random.Next(4) > 0 ? state : read[random.Next(read.Count)];
            var (kind, isAllowed, write) = Next(random, wallet, state, basis);
            var isStored = await write(store, directory);
            var after = await reader.FindAsync(wallet, Token);
            if (kind == Failing)
            {
                // Nothing is returned of a failure, and the record of a run gives the state another version as well.
                isStored = after?.LastFailure != state?.LastFailure;
            }
            else
            {
                Assert.True(isStored != (after?.Version == state?.Version), $"Write {number} of seed {seed}: {kind} {(isStored ? "left" : "changed")} the state.");
            }

            Assert.True(isAllowed == isStored, $"Write {number} of seed {seed}: {kind} was {(isStored ? "stored" : "rejected")} against the rule, for {state}.");
            _seen.Add((kind, isAllowed));
        }
    }

    static (string Kind, bool IsAllowed, Func<IWalletStore, IWalletDirectory, Task<bool>> Write) Next(
        Random random, string wallet, WalletState? state, WalletState? basis)
    {
        var run = random.Next(3) > 0 && state?.Run is { } stored ? stored : AnyRun(random, wallet);
        var now = Noon.AddMinutes(random.Next(40));
        switch (random.Next(Kinds + 4))
        {
            case 0:
                var revision = (basis?.Registration?.Revision ?? 0) + 1;
                return ("register", WriteRules.MayRegister(state, basis), async (_, directory) =>
                    await directory.TryRegisterAsync(wallet, Registration(revision), now, basis, Token) is not null);
            case 1:
                var terms = new ClaimTerms(now, now - Stuck, random.Next(2) == 0 ? now.AddMinutes(-5) : null);
                return ("claim", WriteRules.MayClaim(state, terms), async (_, directory) =>
                    await directory.TryClaimAsync(wallet, new WalletClaim(RunId(random), now, now + Stuck), terms, Token) is not null);
            case 2:
                var extended = RunId(random);
                return ("extend", WriteRules.IsClaimedBy(state, extended), async (_, directory) => await directory.ExtendAsync(wallet, extended, now.AddHours(1), Token));
            case 3:
                var advance = AnyAdvance(random, wallet, state, basis, now);
                return ("advance", WriteRules.MayAdvance(state, advance), async (_, directory) => (await directory.AdvanceAsync([advance], Token)).Count == 1);
            case 4 when random.Next(4) == 0:
                return ("close", WriteRules.MayClose(state), async (_, directory) =>
                    await directory.CloseAsync(wallet, now, Token) is { } closed && closed.Version != state?.Version);
            case 5 when basis is { Deletion: not null }:
                return ("revive", WriteRules.MayRevive(state, basis), async (_, directory) =>
                    await directory.TryReviveAsync(basis.Revived(now) with { Claim = Claim("a") }, Token) is not null);
            case 6 or 11:
                var confirmed = Mark(run, random.Next(run.ChunkCount), Digest(random));
                var end = random.Next(3) == 0 ? Finish() : null;
                return ("confirm", WriteRules.MayConfirm(state, run, confirmed, end is not null), async (store, _) =>
                    await store.TryConfirmAsync(run, confirmed, end, Token) is not null);
            case 7:
                var finish = Finish(total: new ChunkTally { PositionsKept = random.Next(2), PositionsWritten = random.Next(2) });
                return ("finish", WriteRules.MayFinish(state, run), async (store, _) => await store.FinishAsync(run, finish, Token) is not null);
            case 8:
                var failure = Failure($"{RunId(random)}-{random.Next(1_000_000)}", random.Next(30));
                return (Failing, WriteRules.MayFail(state, failure), async (store, _) =>
                {
                    await store.FailAsync(wallet, failure, Token);
                    return false;
                });
            case 9:
                var late = Commit(run, basis, Mark(run, random.Next(run.ChunkCount), Digest(random)), finish: Finish());
                return ("commit the last chunk", WriteRules.MayCommit(state, late), async (store, _) => await store.CommitAsync(late, Token) is not null);
            default:
                var chunk = random.Next(run.ChunkCount);
                var commit = Commit(run, basis, Mark(run, chunk, Digest(random)), PositionsIn(chunk, run.ChunkCount, count: random.Next(1, 5)));
                return ("commit", WriteRules.MayCommit(state, commit), async (store, _) => await store.CommitAsync(commit, Token) is not null);
        }
    }

    // One attempt always has the same chunks.
    static SyncRun AnyRun(Random random, string wallet)
    {
        var minutes = random.Next(30) + (random.Next(6) == 0 ? 24 * 60 : 0);
        return Run(wallet, RunId(random), minutes, chunks: minutes % 5 == 0 ? 2 : 3);
    }

    static DueAdvance AnyAdvance(Random random, string wallet, WalletState? state, WalletState? basis, DateTimeOffset now)
    {
        var terms = random.Next(2) == 0 ? new ClaimTerms(now, now - Stuck, FreshSince: null) : null;
        return new DueAdvance(wallet, basis?.DueAt ?? now, now.AddHours(1), terms is null ? null : new WalletClaim(RunId(random), now, now + Stuck), terms)
        {
            Revision = random.Next(2) == 0 ? basis?.Registration?.Revision : null,
            IsRemoval = state?.Deletion is not null && random.Next(4) > 0,
        };
    }

    static string RunId(Random random) => random.Next(3) switch { 0 => "a", 1 => "b", _ => "c" };

    static string Digest(Random random) => random.Next(2) == 0 ? "one" : "two";
}
