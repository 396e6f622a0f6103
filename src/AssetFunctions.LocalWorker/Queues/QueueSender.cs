using System.Text;
using System.Text.Json;
using AssetFunctions.LocalWorker.Discovery;
using Azure;
using Azure.Storage.Queues;

namespace AssetFunctions.LocalWorker.Queues;

/// <summary>Sends the output bindings of an execution, and poison copies.</summary>
sealed class QueueSender(StorageAccounts accounts, QueueSettings settings, QueueSignals signals)
{
    /// <summary>Sends every output of the result, in the order of declaration.</summary>
    public async Task SendAsync(FunctionResult outputs, object? result, JsonSerializerOptions json, CancellationToken cancellation)
    {
        if (result is null)
        {
            return;
        }

        foreach (var output in outputs.Outputs)
        {
            var queue = accounts.Queue(output.Queue);
            foreach (var text in Texts(output.Read(result), json))
            {
                await SendTextAsync(queue, Encode(text), cancellation);
            }
        }
    }

    /// <summary>Sends a text as it is; a missing queue is created first.</summary>
    public async Task SendTextAsync(QueueClient queue, string text, CancellationToken cancellation)
    {
        try
        {
            await queue.SendMessageAsync(text, cancellation);
        }
        catch (RequestFailedException e) when (StorageFaults.IsMissingQueue(e))
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await queue.SendMessageAsync(text, cancellation);
        }

        signals.Sent(queue.Uri);
    }

    static IEnumerable<string> Texts(object? value, JsonSerializerOptions json) => value switch
    {
        null => [],
        Array many => many.Cast<object?>().SelectMany(element => Texts(element, json)),
        string text => text.Length == 0 ? [] : [text],
        _ => [JsonSerializer.Serialize(value, value.GetType(), json)],
    };

    string Encode(string text) => settings.Encoding is MessageEncoding.None
        ? text
        : Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
