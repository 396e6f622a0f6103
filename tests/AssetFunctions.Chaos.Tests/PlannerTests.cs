using AssetFunctions.Chaos.Planning;

namespace AssetFunctions.Chaos.Tests;

public sealed class PlannerTests
{
    static readonly ChaosArguments Small = ChaosArguments.Parse(["--wallets", "20", "--kills", "6"])!;

    [Fact]
    public void The_same_seed_makes_the_same_plan()
    {
        var first = Planner.Make(Small);
        var second = Planner.Make(Small);

        Assert.Equal(first.Requests, second.Requests);
        Assert.Equal(first.Faults, second.Faults);
        Assert.Equal(first.Wallets, second.Wallets);
    }

    [Fact]
    public void Another_seed_makes_another_plan()
    {
        var first = Planner.Make(Small);
        var second = Planner.Make(Small with { Seed = 2 });

        Assert.NotEqual(first.Faults, second.Faults);
        Assert.Empty(first.Wallets.Select(wallet => wallet.Address).Intersect(second.Wallets.Select(wallet => wallet.Address)));
    }

    [Fact]
    public void Every_kind_of_fault_is_planned_and_as_many_kills_as_requested()
    {
        var faults = Planner.Make(Small).Faults;

        Assert.Equal(Enum.GetValues<FaultKind>().Order(), faults.Select(fault => fault.Kind).Distinct().Order());
        Assert.Equal(6, faults.Count(fault => fault.Kind is FaultKind.HostKilled or FaultKind.WorkerKilled or FaultKind.RedisKilled or FaultKind.DatabaseKilled));
    }

    [Fact]
    public void Every_wallet_is_requested_in_the_last_round_by_a_message_that_names_its_run()
    {
        var plan = Planner.Make(Small);
        var last = plan.Requests.Where(request => request.At >= plan.RoundLength * plan.LastVersion).ToList();

        Assert.Equal(Enumerable.Range(0, 20), last.Select(request => request.Wallet).Order());
        Assert.All(last, request => Assert.Equal(RequestKind.Message, request.Kind));
    }

    [Fact]
    public void An_instance_is_paused_for_longer_than_its_message_lease() => Assert.All(
        Planner.Make(Small).Faults.Where(fault => fault.Kind == FaultKind.InstancePaused), fault => Assert.True(fault.Length > Small.Lease));
}
