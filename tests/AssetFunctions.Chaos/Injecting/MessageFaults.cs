using AssetFunctions.Chaos.Planning;
using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Stacks;
using AssetFunctions.Sync.Messaging;
using Azure;

namespace AssetFunctions.Chaos.Injecting;

/// <summary>
/// Takes messages from the queues as a crashing consumer would, keeps copies, and sends the copies: next to the originals, behind them, and through the
/// poison queues.
/// </summary>
sealed class MessageFaults(ChaosStack stack, Archive archive, Tally tally, TimeProvider clock)
{
    const int MostAtOnce = 4;
    const int ReplayedAtOnce = 3;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    static readonly TimeSpan ShortAbsence = TimeSpan.FromSeconds(1);

    public async Task DuplicateAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        var (queue, texts) = await TakeAsync(fault.Target, ShortAbsence, cancellationToken);
        foreach (var text in texts)
        {
            await TrySendAsync(queue, text, cancellationToken);
        }

        tally.Add(fault.Kind, texts.Count);
    }

    public async Task ReorderAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        var (_, texts) = await TakeAsync(fault.Target, fault.Length, cancellationToken);
        tally.Add(fault.Kind, texts.Count);
    }

    public async Task ReplayAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        var known = archive.Messages;
        if (known.Count == 0)
        {
            return;
        }

        var first = fault.Target % known.Count;
        foreach (var message in known.Skip(first).Take(ReplayedAtOnce))
        {
            if (await TrySendAsync(message.Queue + QueueNames.PoisonSuffix, message.Text, cancellationToken))
            {
                tally.Add(fault.Kind);
                await ReplayPoisonAsync(stack, message.Queue, cancellationToken);
            }
        }
    }

    /// <summary>Replays all poison messages of a queue by the API.</summary>
    /// <returns>Whether the API succeeded.</returns>
    public static async Task<bool> ReplayPoisonAsync(ChaosStack stack, string queue, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await stack.Http.PostAsync(new Uri(stack.Local.Apps[0].Api, $"queues/{queue}/replay"), content: null, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception ex) when (ex is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // Listeners take messages as soon as they arrive, so it takes some polls to be first.
    async Task<(string Queue, IReadOnlyList<string> Texts)> TakeAsync(int target, TimeSpan absence, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        for (var look = target; clock.GetElapsedTime(started) < Patience; look++)
        {
            var queue = Queues.OfRuns[look % Queues.OfRuns.Length];
            if (await stack.Queues.TakeAsync(queue, 1 + (target % MostAtOnce), absence, cancellationToken) is { Count: > 0 } texts)
            {
                archive.Add(queue, texts);
                return (queue, texts);
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }

        return (string.Empty, []);
    }

    async Task<bool> TrySendAsync(string queue, string text, CancellationToken cancellationToken)
    {
        try
        {
            await stack.Queues.SendAsync(queue, text, cancellationToken);
            return true;
        }
        catch (Exception ex) when (ex is RequestFailedException or AggregateException)
        {
            // The emulator is down.
            return false;
        }
    }
}
