using AssetFunctions.Chaos.Checking;
using AssetFunctions.Chaos.Injecting;
using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Requests;
using AssetFunctions.Chaos.Stacks;

namespace AssetFunctions.Chaos;

/// <summary>The run with all faults of the plan.</summary>
static class Disturbed
{
    const int Readers = 2;

    /// <returns>The stored documents at its end.</returns>
    public static async Task<EndState> RunAsync(
        ChaosArguments arguments, ChaosPlan plan, Expectations expectations, string directory, Findings findings, Tally tally, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var versions = new Versions(plan, clock);
        await using var stack = await ChaosStack.StartAsync(arguments, arguments.Instances, plan, versions, directory, cancellationToken);
        versions.Advance();
        var archive = new Archive();
        var priceless = new PricelessFetches(clock);
        var requester = new Requester(stack, plan, findings, tally, clock);
        await requester.BeginAsync(cancellationToken);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reader = new ApiReader(stack, plan, versions, expectations, findings, tally, clock);
        var readers = Enumerable.Range(1, Readers).Select(number => reader.RunAsync(number, reading.Token)).ToList();

        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = archive.WatchAsync(stack.Queues, clock, watching.Token);
        await Task.WhenAll(requester.RunAsync(versions, cancellationToken), new Injector(stack, plan, archive, priceless, tally, clock).RunAsync(cancellationToken));
        await watching.CancelAsync();
        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Say("faults are over; settling");
        var settling = new Settling(stack, plan, versions, arguments, priceless, findings, tally, clock);
        await settling.SettleAsync(requester, cancellationToken);
        tally.Add(ProcessFaults.HostEnded, await stack.ReplaceEndedAsync(cancellationToken));
        Say("settled; sending earlier messages again");
        await settling.ReplayPastAsync(archive, requester, cancellationToken);
        await reading.CancelAsync();
        await Task.WhenAll(readers);

        Say("checking");
        var reported = await new RunChecks(stack, plan, versions, expectations, findings, tally).CheckAsync(requester.Runs, cancellationToken);
        var counted = await stack.CountDataAsync(cancellationToken);
        tally.Add("database requests reported", (int)reported);
        tally.Add("database requests counted", (int)counted);
        if (reported > counted)
        {
            findings.Add(Wrong.Untruthful, $"the runs report {reported} database requests and the database counts {counted}");
        }

        foreach (var (status, requests) in await stack.CountRefusedAsync(cancellationToken))
        {
            tally.Add($"database requests ended {status}", (int)requests);
        }

        await new PriceChecks(stack, plan, versions, findings, tally).CheckAsync(cancellationToken);
        LogChecks.Check(stack, findings);
        return await EndState.ReadAsync(stack, plan, findings, cancellationToken);

        void Say(string what) => Console.WriteLine($"{clock.GetLocalNow():HH:mm:ss} {what}");
    }
}
