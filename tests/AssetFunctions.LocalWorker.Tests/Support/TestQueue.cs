using AssetFunctions.Testing.Time;
using Azure.Storage.Queues;

namespace AssetFunctions.LocalWorker.Tests.Support;

/// <summary>A queue as someone outside the app sees it.</summary>
public sealed class TestQueue(string connectionString, string name)
{
    readonly QueueClient _client = new(connectionString, name);

    public string Name => name;

    public async Task SendAsync(params string[] texts)
    {
        await _client.CreateIfNotExistsAsync();
        foreach (var text in texts)
        {
            await _client.SendMessageAsync(text);
        }
    }

    /// <summary>How many messages the queue holds, visible or not; 0 when it does not exist.</summary>
    public async Task<int> CountAsync()
        => await _client.ExistsAsync() ? (await _client.GetPropertiesAsync()).Value.ApproximateMessagesCount : 0;

    public async Task<bool> ExistsAsync() => await _client.ExistsAsync();

    public Task DeleteAsync() => _client.DeleteAsync();

    /// <summary>The texts of up to 32 visible messages, in ordinal order.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync()
        => await _client.ExistsAsync()
            ? [.. (await _client.PeekMessagesAsync(maxMessages: 32)).Value.Select(message => message.MessageText).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>Takes every visible message out of the queue, in the order they come.</summary>
    public async Task<IReadOnlyList<string>> TakeAllAsync()
    {
        var texts = new List<string>();
        while ((await _client.ReceiveMessagesAsync(maxMessages: 32)).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                texts.Add(message.MessageText);
                await _client.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }

        return texts;
    }

    public Task CountsAsync(int count) => Eventually.TrueAsync(async () => await CountAsync() == count);
}
