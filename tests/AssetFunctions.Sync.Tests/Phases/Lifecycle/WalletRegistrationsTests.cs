using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Sync.Tests.Phases.Lifecycle;

public sealed class WalletRegistrationsTests
{
    readonly ManualTimeProvider _clock = new(TestRows.Noon);
    readonly InMemoryWalletStore _store = new();
    readonly WalletRegistrations _registrations;

    public WalletRegistrationsTests() => _registrations = new WalletRegistrations(_store, _store, _clock);

    [Fact]
    public async Task A_new_wallet_takes_the_defaults_and_is_due_at_once()
    {
        var stored = await StoredAsync(new RegistrationChange());

        Assert.True(stored.IsNew);
        Assert.Equal((TimeSpan.FromHours(1), false, string.Empty, 1), Members(stored.State));
        Assert.Equal(TestRows.Noon, stored.State.DueAt);
    }

    [Fact]
    public async Task A_change_affects_only_the_stated_members()
    {
        await StoredAsync(new RegistrationChange { Label = "\u200B main \u0007", Networks = ["base"], Interval = TimeSpan.FromMinutes(30) });
        _clock.Advance(TimeSpan.FromMinutes(1));

        var stored = await StoredAsync(new RegistrationChange { IsPaused = true });

        Assert.False(stored.IsNew);
        Assert.Equal((TimeSpan.FromMinutes(30), true, "main", 2), Members(stored.State));
        Assert.Equal(["base"], stored.State.Registration!.Networks);
        Assert.Equal((TestRows.Noon, TestRows.Noon.AddMinutes(1)), (stored.State.Registration.RegisteredAt, stored.State.Registration.UpdatedAt));
    }

    [Fact]
    public async Task A_paused_wallet_is_not_due_and_a_resumed_one_at_once()
    {
        await StoredAsync(new RegistrationChange { IsPaused = true });
        Assert.Null((await EntryAsync()).DueAt);
        _clock.Advance(TimeSpan.FromDays(1));

        await StoredAsync(new RegistrationChange { IsPaused = false });

        Assert.Equal(TestRows.Noon.AddDays(1), (await EntryAsync()).DueAt);
    }

    [Fact]
    public async Task A_shorter_interval_brings_the_due_time_forward_and_a_longer_one_leaves_it()
    {
        await StoredAsync(new RegistrationChange());
        await _store.AdvanceAsync([new DueAdvance(TestRows.Wallet, TestRows.Noon, TestRows.Noon.AddHours(1))], default);

        await StoredAsync(new RegistrationChange { Interval = TimeSpan.FromHours(5) });
        Assert.Equal(TestRows.Noon.AddHours(1), (await EntryAsync()).DueAt);
        await StoredAsync(new RegistrationChange { Interval = TimeSpan.FromMinutes(10) });
        Assert.Equal(TestRows.Noon.AddMinutes(10), (await EntryAsync()).DueAt);
    }

    [Fact]
    public async Task A_caller_with_an_outdated_revision_does_not_overwrite_the_latest_change()
    {
        await StoredAsync(new RegistrationChange { ExpectedRevision = 0 });
        await StoredAsync(new RegistrationChange { ExpectedRevision = 1, Label = "second" });

        var outdated = await _registrations.RegisterAsync(TestRows.Wallet, new RegistrationChange { ExpectedRevision = 1, Label = "late" }, default);

        Assert.Equal(new RegistrationOutcome.Outdated(2), outdated);
        Assert.Equal("second", (await EntryAsync()).Registration!.Label);
    }

    [Fact]
    public async Task Concurrent_changes_are_all_counted()
    {
        var faultless = Enumerable.Range(0, 3).Select(_ => Task.Run(() => StoredAsync(new RegistrationChange { Label = "same" })));

        await Task.WhenAll(faultless);

        Assert.Equal(3, (await EntryAsync()).Registration!.Revision);
    }

    [Fact]
    public async Task A_wallet_that_is_being_deleted_cannot_be_registered_until_it_is_gone_and_is_new_then()
    {
        await StoredAsync(new RegistrationChange { Label = "old" });
        await _store.CloseAsync(TestRows.Wallet, TestRows.Noon, default);
        Assert.IsType<RegistrationOutcome.Closed>(await _registrations.RegisterAsync(TestRows.Wallet, new RegistrationChange(), default));
        while (await _store.RemoveSomeAsync(TestRows.Wallet, TestRows.Noon, default) is { DoneAt: null })
        {
        }

        var stored = await StoredAsync(new RegistrationChange());

        Assert.True(stored.IsNew);
        Assert.Equal((string.Empty, 1, TestRows.Noon), (stored.State.Registration!.Label, stored.State.Registration.Revision, stored.State.DueAt));
        Assert.Null(stored.State.Deletion);
    }

    [Fact]
    public void Networks_are_normalized_and_invalid_slugs_are_refused()
    {
        Assert.Equal(["base", "zksync-era"], NetworkSlugs.Clean([" zkSync-Era", "base", "BASE"]));
        Assert.Equal([], NetworkSlugs.Clean([]));
        Assert.Null(NetworkSlugs.Clean(["base", "eth mainnet"]));
        Assert.Null(NetworkSlugs.Clean([null]));
        Assert.Null(NetworkSlugs.Clean([new string('a', 65)]));
        Assert.Null(NetworkSlugs.Clean(Enumerable.Range(0, 65).Select(number => $"network-{number}")));
    }

    async Task<RegistrationOutcome.Stored> StoredAsync(RegistrationChange change) =>
        Assert.IsType<RegistrationOutcome.Stored>(await _registrations.RegisterAsync(TestRows.Wallet, change, default));

    async Task<WalletState> EntryAsync() => (await _store.FindAsync(TestRows.Wallet, default))!;

    static (TimeSpan Interval, bool IsPaused, string Label, int Revision) Members(WalletState entry) =>
        (entry.Registration!.Interval, entry.Registration.IsPaused, entry.Registration.Label, entry.Registration.Revision);
}
