using AssetFunctions.Chaos.Injecting;
using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Stacks;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;
using Azure;

namespace AssetFunctions.Chaos.Requests;

/// <summary>Lets a stack settle after the last fault.</summary>
sealed class Settling(
    ChaosStack stack, ChaosPlan plan, Versions versions, ChaosArguments arguments, PricelessFetches priceless, Findings findings, Tally tally, TimeProvider clock)
{
    public const string Poisoned = "poison replayed at the end";
    public const string RequestedAgain = "wallets requested again";

    // Consecutive observations of empty queues: between two stages, a message is in none.
    const int Looks = 5;
    const int Attempts = 3;
    const int Replays = 5;
    const int MostRequests = 60;
    const int MostChunks = 400;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Waits until no message is left, replays poison messages, and requests another run for wallets whose last run reports missing data.</summary>
    public async Task SettleAsync(Requester requester, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            await WaitUntilIdleAsync(cancellationToken);

            // A message may fail again beside the others of a backlog.
            for (var replay = 1; replay <= Replays && await ReplayPoisonAsync(cancellationToken); replay++)
            {
                await WaitUntilIdleAsync(cancellationToken);
            }

            var incomplete = await FindIncompleteAsync(cancellationToken);
            if (incomplete.Count == 0)
            {
                return;
            }

            tally.Add(RequestedAgain, incomplete.Count);
            foreach (var wallet in incomplete)
            {
                await requester.RequestAsync(wallet, cancellationToken);
            }
        }

        await WaitUntilIdleAsync(cancellationToken);
        foreach (var wallet in await FindIncompleteAsync(cancellationToken))
        {
            findings.Add(Wrong.Untruthful, $"{plan.Wallets[wallet].Address} does not complete, however often it is requested for");
        }
    }

    /// <summary>
    /// Sends earlier messages again, first requests and then chunks, after newer prices were stored in the registry without the instances or Redis.
    /// </summary>
    public async Task ReplayPastAsync(Archive archive, Requester requester, CancellationToken cancellationToken)
    {
        var random = new Random(plan.Seed);
        var past = archive.Messages.ToArray();
        random.Shuffle(past);
        var requests = past.Where(message => message.Queue == QueueNames.SyncRequests).Take(MostRequests).ToList();
        foreach (var request in requests)
        {
            await stack.Queues.SendAsync(request.Queue, request.Text, cancellationToken);
        }

        await SettleAsync(requester, cancellationToken);
        await stack.Local.Redis!.KillAsync();
        await stack.Local.Redis.StartAsync(cancellationToken);
        await LatePrices.StoreAsync(stack, plan, versions, clock, cancellationToken);
        var chunks = past.Where(message => message.Queue != QueueNames.SyncRequests).Take(MostChunks).ToList();
        foreach (var chunk in chunks)
        {
            await stack.Queues.SendAsync(chunk.Queue, chunk.Text, cancellationToken);
        }

        tally.Add("earlier messages", requests.Count + chunks.Count);
        await WaitUntilIdleAsync(cancellationToken);
    }

    /// <summary>Waits until no message is left.</summary>
    public async Task WaitUntilIdleAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        for (var looks = 0; looks < Looks;)
        {
            await Task.Delay(Pause, clock, cancellationToken);
            looks = await stack.Queues.TryCountAsync(cancellationToken) == 0 ? looks + 1 : 0;
            if (clock.GetElapsedTime(started) > Patience + (2 * arguments.Lease))
            {
                findings.Add(Wrong.Untruthful, $"{await stack.Queues.TryCountAsync(cancellationToken)} messages are still on their way after {clock.GetElapsedTime(started).TotalSeconds:F0} seconds");
                return;
            }
        }
    }

    async Task<bool> ReplayPoisonAsync(CancellationToken cancellationToken)
    {
        var found = false;
        foreach (var queue in QueueNames.All)
        {
            if (await stack.Queues.CountAsync(queue + QueueNames.PoisonSuffix, cancellationToken) is > 0 and var count)
            {
                found = true;
                tally.Add(Poisoned, count);
                await MessageFaults.ReplayPoisonAsync(stack, queue, cancellationToken);
            }
        }

        return found;
    }

    async Task<List<int>> FindIncompleteAsync(CancellationToken cancellationToken)
    {
        var incomplete = new List<int>();
        for (var wallet = 0; wallet < plan.Wallets.Count; wallet++)
        {
            var state = await stack.Ports.Wallets.FindAsync(plan.Wallets[wallet].Address, cancellationToken);
            if (!IsComplete(wallet, state))
            {
                incomplete.Add(wallet);
            }
        }

        return incomplete;
    }

    // The last run of a wallet fetched the last version with prices and reports so, without a later failure.
    bool IsComplete(int wallet, WalletState? state) =>
        state is { Failure: null, Finish.Status: RunStatus.Completed, Run: { } run }
        && versions.At(run.StartedAt) == versions.Last
        && !priceless.Includes(wallet, run.StartedAt);
}
