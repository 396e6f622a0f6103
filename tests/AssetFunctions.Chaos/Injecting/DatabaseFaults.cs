using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Stacks;

namespace AssetFunctions.Chaos.Injecting;

/// <summary>Kills the database server, and makes it misbehave for a while.</summary>
sealed class DatabaseFaults(ChaosStack stack, Tally tally, TimeProvider clock)
{
    const string NoFaults = "{}";

    public async Task StrikeAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        if (fault.Kind == FaultKind.DatabaseKilled)
        {
            await stack.KillDatabaseAsync(cancellationToken);
            await Task.Delay(fault.Length, clock, cancellationToken);
            await stack.Local.Database!.StartAsync(cancellationToken);
        }
        else
        {
            await stack.Local.Database!.SetFaultsAsync(PlanOf(fault), cancellationToken);
            await Task.Delay(fault.Length, clock, cancellationToken);
            await stack.Local.Database.SetFaultsAsync(NoFaults, cancellationToken);
        }

        tally.Add(fault.Kind);
    }

    static string PlanOf(PlannedFault fault) => fault.Kind switch
    {
        FaultKind.DatabaseThrottles => Rule(fault, "throttle", 0.6),
        FaultKind.DatabaseRetryWith => Rule(fault, "retryWith", 0.5),
        FaultKind.DatabaseUnavailable => Rule(fault, "serviceUnavailable", 0.5),
        FaultKind.DatabaseTimesOut => Rule(fault, "requestTimeout", 0.5),
        FaultKind.DatabaseDropsAfterCommit => Rule(fault, "dropAfterCommit", 0.5),
        FaultKind.DatabaseTimesOutAfterCommit => Rule(fault, "requestTimeoutAfterCommit", 0.5),
        FaultKind.DatabaseCapped => $$$"""{"seed":{{{fault.Target}}},"throughput":{"wallets":60,"registry":60}}""",
        _ => throw new ArgumentException($"{fault.Kind} is no fault of the database.", nameof(fault)),
    };

    static string Rule(PlannedFault fault, string action, double probability) =>
        FormattableString.Invariant($$"""{"seed":{{fault.Target}},"rules":[{"action":"{{action}}","probability":{{probability}},"retryAfterMs":50}]}""");
}
