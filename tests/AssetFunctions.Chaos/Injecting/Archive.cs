using AssetFunctions.Chaos.Stacks;

namespace AssetFunctions.Chaos.Injecting;

/// <summary>Copies of messages seen in the queues. Thread-safe.</summary>
sealed class Archive
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    readonly Lock _gate = new();
    readonly List<ArchivedMessage> _messages = [];

    public IReadOnlyList<ArchivedMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Copies waiting messages until it is cancelled.</summary>
    public async Task WatchAsync(Queues queues, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var queue in Queues.OfRuns)
            {
                var waiting = await queues.PeekAsync(queue, cancellationToken);
                Add(queue, waiting.Where(message => _seen.Add(message.Id)).Select(message => message.Text).ToList());
            }

            await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Add(string queue, IEnumerable<string> texts)
    {
        lock (_gate)
        {
            _messages.AddRange(texts.Select(text => new ArchivedMessage(queue, text)));
        }
    }
}

/// <param name="Queue">Queue of the message.</param>
/// <param name="Text">The message.</param>
sealed record ArchivedMessage(string Queue, string Text);
