using AssetFunctions.Chaos.Checking;
using AssetFunctions.Chaos.Injecting;
using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Requests;
using AssetFunctions.Chaos.Stacks;

namespace AssetFunctions.Chaos;

/// <summary>The run of the same wallets through the same versions, without faults.</summary>
static class Undisturbed
{
    const int Instances = 1;

    // The requests of no run are few: prices that move to the history, and what an instance reads for all runs.
    const int LeastReportedPerOther = 10;

    // The lease of the cloud: a message that is redelivered only because the machine is slow would be a disturbance.
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <returns>The stored documents at its end.</returns>
    public static async Task<EndState> RunAsync(
        ChaosArguments arguments, ChaosPlan plan, Expectations expectations, string directory, Findings findings, TimeProvider clock, CancellationToken cancellationToken)
    {
        var versions = new Versions(plan, clock);
        var tally = new Tally();
        await using var stack = await ChaosStack.StartAsync(arguments with { Control = null, Lease = Lease }, Instances, plan, versions, directory, cancellationToken);
        var requester = new Requester(stack, plan, findings, tally, clock);
        var settling = new Settling(stack, plan, versions, arguments, new PricelessFetches(clock), findings, tally, clock);

        // What an instance reads at its start belongs to no run.
        var atStart = await stack.CountDataAsync(cancellationToken);
        var othersAtStart = await stack.CountOthersAsync(cancellationToken);
        for (var round = 0; round < plan.Rounds; round++)
        {
            versions.Advance();
            await Task.Delay(ChaosStack.PriceThreshold, clock, cancellationToken);
            for (var wallet = 0; wallet < plan.Wallets.Count; wallet++)
            {
                await requester.RequestAsync(wallet, cancellationToken);
            }

            await settling.WaitUntilIdleAsync(cancellationToken);
        }

        var others = await stack.CountOthersAsync(cancellationToken) - othersAtStart;
        var counted = await stack.CountDataAsync(cancellationToken) - atStart - others;
        var reported = await new RunChecks(stack, plan, versions, expectations, findings, tally).CheckAsync(requester.Runs, cancellationToken);
        if (reported != counted || reported < others * LeastReportedPerOther)
        {
            findings.Add(Wrong.Untruthful, $"undisturbed, the runs report {reported} database requests and the database counts {counted} beside {others} of no run");
        }

        await LatePrices.StoreAsync(stack, plan, versions, clock, cancellationToken);
        return await EndState.ReadAsync(stack, plan, findings, cancellationToken);
    }
}
