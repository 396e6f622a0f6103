using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Phases.Scheduling;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.Faults;

namespace AssetFunctions.Sync.Tests.Phases;

/// <summary>Registration, coalescing and deletion through the whole pipeline.</summary>
public sealed class LifecycleTests
{
    const string Wallet = TestRows.Wallet;

    static string RequestOf(params IReadOnlyList<string>? networks) => MessageCodec.Encode(
        new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = Wallet, Networks = networks is [] ? null : networks });

    [Fact]
    public async Task Requests_join_a_run_that_waits_for_quota_however_long_it_takes()
    {
        var driver = new SyncDriver();
        for (var hour = 0; hour < 20; hour++)
        {
            driver.Provider.Returns(new ProviderResult.Throttled(TimeSpan.FromHours(1), "The day's quota is used up."));
        }

        driver.Provider.Returns([.. TestRows.Positions(3)]);
        driver.Request("first");
        for (var hour = 0; hour < 20; hour++)
        {
            await driver.StepAsync(0);
            driver.Send(QueueNames.SyncRequests, MessageCodec.Encode(new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = Wallet }));
            await driver.StepAsync(driver.Waiting.Count - 1);
        }

        Assert.Single(driver.Waiting);
        await driver.DrainAsync();

        Assert.Equal(21, driver.Provider.Calls);
        Assert.Equal(RunStatus.Completed, (await driver.Wallets.FindRunAsync(Wallet, "first", default))!.Status);
    }

    [Theory]
    [InlineData("later")]
    [InlineData("deleted")]
    public async Task A_deferred_run_that_is_no_longer_needed_makes_no_provider_call(string why)
    {
        var driver = new SyncDriver();
        driver.Provider.Returns(new ProviderResult.Throttled(TimeSpan.FromHours(1), "The day's quota is used up."));
        driver.Provider.Returns([.. TestRows.Positions(3)]);
        driver.Request("first");
        await driver.StepAsync(0);
        if (why == "later")
        {
            driver.Request("second");
            await driver.StepAsync(1);
            while (driver.Waiting.Count > 1)
            {
                await driver.StepAsync(1);
            }
        }
        else
        {
            await new WalletDeletions(driver.Wallets, driver.Wallets, driver, driver.Clock).RequestAsync(Wallet, default);
            await driver.StepAsync(1);
            driver.Clock.Advance(TimeSpan.FromDays(30));
        }

        var calls = driver.Provider.Calls;
        await driver.DrainAsync();

        Assert.Equal(calls, driver.Provider.Calls);
        Assert.Equal(why == "later" ? 3 : 0, driver.Positions.Count);
    }

    [Fact]
    public async Task A_run_that_is_no_longer_needed_still_fetches_the_requested_transactions()
    {
        var driver = new SyncDriver();
        driver.Provider.Returns(new ProviderResult.Throttled(TimeSpan.FromHours(1), "The day's quota is used up."));
        driver.Provider.Returns([.. TestRows.Positions(3)]);
        driver.Request("first", transactions: true);
        await driver.StepAsync(0);
        driver.Request("second", transactions: false);
        await driver.StepAsync(1);
        while (driver.Waiting.Count > 1)
        {
            await driver.StepAsync(1);
        }

        var calls = driver.Provider.Calls;
        Assert.Empty(driver.Ledger.Calls);
        await driver.DrainAsync();

        Assert.Equal(calls, driver.Provider.Calls);
        Assert.NotEmpty(driver.Ledger.Calls);
    }

    [Fact]
    public async Task Requests_without_a_run_id_join_the_run_in_progress()
    {
        var driver = new SyncDriver(instances: 3);
        driver.Provider.Returns([.. TestRows.Positions(200)]);
        for (var request = 0; request < 10; request++)
        {
            driver.Send(QueueNames.SyncRequests, RequestOf());
        }

        await driver.DrainAsync();

        Assert.Equal(1, driver.Wallets.RunCountOf(Wallet));
        Assert.Equal(200, driver.Positions.Count);
    }

    [Fact]
    public async Task A_redelivered_request_without_a_run_id_continues_its_own_run()
    {
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var driver = new SyncDriver(instances: 2, seed, StoreFaults.AtRandom(new Random(seed), 0.2)) { Duplication = 0.5, Shuffle = true };
            driver.Provider.Returns([.. TestRows.Positions(100)]);
            driver.Send(QueueNames.SyncRequests, RequestOf());

            await driver.DrainAsync();

            Assert.Equal(1, driver.Wallets.RunCountOf(Wallet));
            Assert.Equal(RunStatus.Completed, (await driver.Wallets.FindAsync(Wallet, default))!.Status);
        }
    }

    [Fact]
    public async Task A_request_with_a_run_id_does_not_join_the_run_in_progress()
    {
        var driver = new SyncDriver();
        driver.Provider.Returns([.. TestRows.Positions(3)]);
        driver.Send(QueueNames.SyncRequests, RequestOf());
        await driver.StepAsync(0);
        driver.Clock.Advance(TimeSpan.FromSeconds(1));

        driver.Request("mine");
        await driver.DrainAsync();

        Assert.NotNull(await driver.Wallets.FindRunAsync(Wallet, "mine", default));
    }

    [Fact]
    public async Task Positions_on_other_networks_leave_the_wallet_and_are_counted()
    {
        var driver = new SyncDriver();
        IReadOnlyList<ProviderPosition> rows = [.. TestRows.Positions(5), .. TestRows.Positions(7, "base")];
        driver.Provider.Returns([.. rows]);
        driver.Provider.Returns([.. rows]);
        await driver.SyncAsync("all");
        driver.Clock.Advance(TimeSpan.FromHours(1));

        driver.Send(QueueNames.SyncRequests, RequestOf("base"));
        await driver.DrainAsync();

        var run = (await driver.Wallets.FindAsync(Wallet, default))!;
        Assert.Equal(7, driver.Positions.Count);
        Assert.All(driver.Positions, position => Assert.Equal("base", position.Row.Asset.Network));
        Assert.Equal((RunStatus.Completed, 5), (run.Finish!.Status, run.Run!.Skipped[SkipReason.OtherNetwork]));
    }

    // Family: input that matches nothing. A registration is validated once, and a provider may stop listing a network afterwards.
    [Theory]
    [InlineData(new string[0], new[] { "etherium" }, 5, 1)]
    [InlineData(new string[0], new[] { "base", "etherium" }, 5, 1)]
    [InlineData(new[] { "etherium" }, new[] { "etherium" }, 5, 0)]
    [InlineData(new[] { "base", "etherium" }, new[] { "base", "etherium" }, 0, 0)]
    public async Task An_unknown_network_ends_a_run_that_would_empty_the_wallet(string[] registered, string[] requested, int kept, int rejected)
    {
        var driver = new SyncDriver();
        driver.Networks.Slugs = ["ethereum", "base"];
        driver.Provider.Returns([.. TestRows.Positions(5)]);
        driver.Provider.Returns([.. TestRows.Positions(5)]);
        await driver.SyncAsync("all");
        driver.Clock.Advance(TimeSpan.FromHours(1));
        await new WalletRegistrations(driver.Wallets, driver.Wallets, driver.Clock).RegisterAsync(Wallet, new RegistrationChange { Networks = registered }, default);

        driver.Send(QueueNames.SyncRequests, RequestOf(requested));
        await driver.DrainAsync();

        Assert.Equal((kept, rejected), (driver.Positions.Count, driver.Poison.Count));
        var failure = (await driver.Wallets.FindAsync(Wallet, default))!.Failure;
        Assert.Equal(kept == 0 ? null : "network 'etherium' is not known; the nearest known one is 'ethereum'", failure?.Reason);
    }

    [Fact]
    public async Task A_wallet_with_nothing_on_its_networks_completes_empty()
    {
        var driver = new SyncDriver();
        driver.Provider.Returns([.. TestRows.Positions(5)]);
        driver.Provider.Returns([.. TestRows.Positions(5)]);
        await driver.SyncAsync("all");
        driver.Clock.Advance(TimeSpan.FromHours(1));

        driver.Send(QueueNames.SyncRequests, RequestOf("base"));
        await driver.DrainAsync();

        Assert.Empty(driver.Positions);
        Assert.Equal(RunStatus.Completed, (await driver.Wallets.FindAsync(Wallet, default))!.Status);
    }

    [Fact]
    public async Task The_schedule_syncs_a_wallet_according_to_its_registration()
    {
        var driver = new SyncDriver(instances: 2) { Duplication = 0.5 };
        driver.Provider.Returns([.. TestRows.Positions(5), .. TestRows.Positions(7, "base")]);
        var registrations = new WalletRegistrations(driver.Wallets, driver.Wallets, driver.Clock);
        await registrations.RegisterAsync(Wallet, new RegistrationChange { Networks = ["base"] }, default);
        var scheduler = new SyncScheduler(driver.Wallets, registrations, driver, Microsoft.Extensions.Options.Options.Create(new ScheduleOptions()), driver.Clock);
        await scheduler.TickAsync(default);
        await driver.DrainAsync();

        Assert.Equal(7, driver.Positions.Count);
        var progress = (await driver.Wallets.FindAsync(Wallet, default))!;
        Assert.Equal(ScheduleRules.RunIdOf(Wallet, TestRows.Noon), progress.Run!.RunId);
        Assert.Null(progress.OpenClaim);
    }

    [Fact]
    public async Task The_schedule_resumes_a_deletion_whose_message_was_lost()
    {
        var driver = new SyncDriver();
        driver.Provider.Returns([.. TestRows.Positions(30)]);
        await driver.SyncAsync("run");
        await driver.Wallets.CloseAsync(Wallet, driver.Clock.GetUtcNow(), default);
        var scheduler = new SyncScheduler(
            driver.Wallets, new WalletRegistrations(driver.Wallets, driver.Wallets, driver.Clock), driver, Microsoft.Extensions.Options.Options.Create(new ScheduleOptions()), driver.Clock);

        await TickAsync();
        Assert.Null((await driver.Wallets.FindAsync(Wallet, default))!.Deletion!.DoneAt);
        driver.Clock.Advance(RegistrationDefaults.RemovalLate);
        await TickAsync();

        Assert.NotNull((await driver.Wallets.FindAsync(Wallet, default))!.Deletion!.DoneAt);
        Assert.Empty(driver.Positions);

        async Task TickAsync()
        {
            await scheduler.TickAsync(default);
            await driver.DrainAsync();
        }
    }

    [Fact]
    public async Task A_deletion_wins_against_chunks_in_any_order_and_nothing_is_stored_again()
    {
        foreach (var seed in Enumerable.Range(1, 40))
        {
            var random = new Random(seed);
            var driver = new SyncDriver(instances: 2, seed, StoreFaults.AtRandom(random, 0.1)) { Duplication = 0.3, Shuffle = true };
            driver.Provider.Returns([.. TestRows.Positions(400)]);
            driver.Request("first");
            for (var step = random.Next(0, 20); step > 0 && driver.Waiting.Count > 0; step--)
            {
                await driver.StepAsync(random.Next(driver.Waiting.Count));
            }

            if (await new WalletDeletions(driver.Wallets, driver.Wallets, driver, driver.Clock).RequestAsync(Wallet, default) is null)
            {
                continue;
            }

            await driver.DrainAsync();

            Assert.Empty(driver.Positions);
            Assert.Equal(0, driver.Wallets.RunCountOf(Wallet));
            Assert.NotNull((await driver.Wallets.FindAsync(Wallet, default))!.Deletion!.DoneAt);
            Assert.Empty(driver.Poison);
        }
    }
}
