using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.InMemory;
using static AssetFunctions.Testing.Fixtures.WalletExamples;

namespace AssetFunctions.Sync.Tests.Queries;

public sealed class WalletContentCacheTests : WalletReaderContract, IDisposable
{
    const string Wallet = TestRows.Wallet;

    static readonly CancellationToken Token = CancellationToken.None;

    readonly InMemoryWalletStore _store = new();
    readonly CountingReader _reader;
    readonly WalletContentCache _cache;

    public WalletContentCacheTests()
    {
        _reader = new CountingReader(_store);
        _cache = new WalletContentCache(_reader);
    }

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task An_unchanged_wallet_is_read_in_full_twice_and_then_only_its_state_is_read()
    {
        await _store.CommitAsync(Commit(Run(Wallet), basis: null, upserts: WalletExamples.Positions(3), finish: Finish()), Token);
        var calls = new List<(int, int)>();
        for (var read = 0; read < 5; read++)
        {
            Assert.Equal(3, (await _cache.FindAsync(Wallet, Token))!.Positions.Count);
            calls.Add((_reader.Contents, _reader.States));
        }

        Assert.Equal([(1, 0), (2, 1), (2, 2), (2, 3), (2, 4)], calls);
    }

    [Fact]
    public async Task A_commit_is_visible_at_once()
    {
        WalletState? state = null;
        for (var round = 0; round < 6; round++)
        {
            state = await _store.CommitAsync(Commit(Run(Wallet, $"run-{round}", round), state, upserts: WalletExamples.Positions(1, first: round), finish: Finish()), Token);
            Assert.NotNull(state);
            for (var read = 0; read < 3; read++)
            {
                var content = await _cache.FindAsync(Wallet, Token);
                Assert.Equal((round + 1, $"run-{round}"), (content!.Positions.Count, content.State.Run!.RunId));
            }
        }
    }

    [Fact]
    public async Task A_failure_is_reported_although_no_position_changed()
    {
        await _store.CommitAsync(Commit(Run(Wallet), basis: null, upserts: WalletExamples.Positions(3), finish: Finish()), Token);
        await ReadThriceAsync(_cache, Wallet);
        await _store.FailAsync(Wallet, Failure("run-2", minutes: 5), Token);

        Assert.Equal("run-2", (await _cache.FindAsync(Wallet, Token))!.State.Failure!.RunId);
    }

    [Fact]
    public async Task Concurrent_readers_share_one_read()
    {
        await _store.CommitAsync(Commit(Run(Wallet), basis: null, upserts: WalletExamples.Positions(3), finish: Finish()), Token);
        await _cache.FindAsync(Wallet, Token);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reader.Gate = gate.Task;

        var readers = Enumerable.Range(0, 50).Select(_ => _cache.FindAsync(Wallet, Token)).ToList();
        gate.SetResult();

        Assert.All(await Task.WhenAll(readers), content => Assert.Equal(3, content!.Positions.Count));
        Assert.Equal((2, 50), (_reader.Contents, _reader.States));
    }

    [Fact]
    public async Task Content_read_across_a_commit_is_not_cached()
    {
        await _store.CommitAsync(Commit(Run(Wallet), basis: null, upserts: WalletExamples.Positions(1), finish: Finish()), Token);
        await _cache.FindAsync(Wallet, Token);
        var before = (await _store.FindContentAsync(Wallet, Token))!;
        var state = await _store.CommitAsync(Commit(Run(Wallet, "run-2", 1), before.State, upserts: WalletExamples.Positions(1, first: 9), finish: Finish()), Token);
        _reader.State = before.State;
        _reader.Content = new WalletContent((await _store.FindAsync(Wallet, Token))!, before.Positions);
        await _cache.FindAsync(Wallet, Token);
        (_reader.State, _reader.Content) = (null, null);

        Assert.NotNull(state);
        Assert.Equal(2, (await _cache.FindAsync(Wallet, Token))!.Positions.Count);
    }

    protected override (IWalletStore Store, IWalletReader Reader) Open() => (_store, new Thrice(_cache));

    static async Task<WalletContent?> ReadThriceAsync(WalletContentCache cache, string wallet)
    {
        await cache.FindAsync(wallet, Token);
        await cache.FindAsync(wallet, Token);
        return await cache.FindAsync(wallet, Token);
    }

    /// <summary>Reads through all the states of an entry.</summary>
    sealed class Thrice(WalletContentCache cache) : IWalletReader
    {
        public async Task<WalletState?> FindAsync(string wallet, CancellationToken cancellationToken) => (await ReadThriceAsync(cache, wallet))?.State;

        public Task<WalletContent?> FindContentAsync(string wallet, CancellationToken cancellationToken) => ReadThriceAsync(cache, wallet);
    }

    /// <summary>Counts reads, and returns scripted states instead of the stored ones.</summary>
    sealed class CountingReader(IWalletReader reader) : IWalletReader
    {
        public int Contents { get; private set; }

        public int States { get; private set; }

        public WalletState? State { get; set; }

        public WalletContent? Content { get; set; }

        /// <summary>A task that reads of content wait for.</summary>
        public Task Gate { get; set; } = Task.CompletedTask;

        public async Task<WalletState?> FindAsync(string wallet, CancellationToken cancellationToken)
        {
            States++;
            return State ?? await reader.FindAsync(wallet, cancellationToken);
        }

        public async Task<WalletContent?> FindContentAsync(string wallet, CancellationToken cancellationToken)
        {
            Contents++;
            await Gate;
            return Content ?? await reader.FindContentAsync(wallet, cancellationToken);
        }
    }
}
