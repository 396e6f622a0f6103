using System.Diagnostics;
using Azure;
using Azure.Storage.Queues;

namespace AssetFunctions.Benchmarks.Hosting;

/// <summary>Sends messages to a function and observes at the queue when it is done with them.</summary>
sealed class TimedQueue(string storage, string name)
{
    const int Senders = 16;
    const int Singles = 100;
    const int NotFound = 404;

    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly QueueClient _queue = new(storage, name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
    readonly QueueClient _poison = new(storage, name + "-poison");

    /// <summary>Sends messages to a host that stands still, lets it go on and waits until the function has taken all.</summary>
    /// <returns>Time and processor time from the first message that was done with to the last.</returns>
    public async Task<(TimeSpan Time, CpuUse Cpu)> DrainAsync(SpecimenHost host, int messages)
    {
        await host.PauseAsync();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, messages),
            new ParallelOptions { MaxDegreeOfParallelism = Senders },
            async (_, token) => await _queue.SendMessageAsync("", token));
        await host.ContinueAsync();
        await WaitAsync(count => count < messages);
        var (started, before) = (Stopwatch.GetTimestamp(), host.ReadCpu());
        await WaitAsync(count => count == 0);
        return (Stopwatch.GetElapsedTime(started), host.ReadCpu() - before);
    }

    /// <summary>Milliseconds from sending a message to its end, in ascending order, one after the other.</summary>
    public async Task<IReadOnlyList<double>> TimeSinglesAsync()
    {
        await _queue.CreateIfNotExistsAsync();
        var times = new List<double>();
        for (var i = 0; i < Singles; i++)
        {
            var sent = Stopwatch.GetTimestamp();
            await _queue.SendMessageAsync("");
            await WaitAsync(count => count == 0);
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }

        times.Sort();
        return times;
    }

    public async Task<int> CountPoisonAsync()
    {
        try
        {
            return (await _poison.GetPropertiesAsync()).Value.ApproximateMessagesCount;
        }
        catch (RequestFailedException ex) when (ex.Status == NotFound)
        {
            return 0;
        }
    }

    async Task WaitAsync(Func<int, bool> isReached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isReached((await _queue.GetPropertiesAsync(patience.Token)).Value.ApproximateMessagesCount))
        {
            await Task.Delay(PollInterval, TimeProvider.System, patience.Token);
        }
    }
}
