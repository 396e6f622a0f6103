namespace AssetFunctions.Chaos.Injecting;

/// <summary>Messages that were seen on their way. Thread safe.</summary>
sealed class Archive
{
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
