using System.Text.Json;
using AssetFunctions.Local.FunctionsHost.Rpc;
using AssetFunctions.Local.FunctionsHost.Worker;
using Microsoft.Azure.WebJobs;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>Sends what a function returned for its queues. The engine deletes the trigger's message only afterwards.</summary>
static class QueueOutputs
{
    const string ReturnValue = "$return";

    public static async Task SendAsync(WorkerFunction function, InvocationResponse response, Binder binder, CancellationToken cancellationToken)
    {
        foreach (var output in function.QueueOutputs)
        {
            var value = output.Name == ReturnValue
                ? response.ReturnValue
                : response.OutputData.FirstOrDefault(data => data.Name == output.Name)?.Data;
            var messages = Messages(value);
            if (messages.Count == 0)
            {
                continue;
            }

            var attribute = new QueueAttribute(output.Text("queueName")!) { Connection = output.Text("connection") };
            var queue = await binder.BindAsync<IAsyncCollector<string>>(attribute, cancellationToken);
            foreach (var message in messages)
            {
                await queue.AddAsync(message, cancellationToken);
            }

            await queue.FlushAsync(cancellationToken);
        }
    }

    static IReadOnlyList<string> Messages(TypedData? value) => value?.DataCase switch
    {
        TypedData.DataOneofCase.String when value.String.Length > 0 => [value.String],
        TypedData.DataOneofCase.Bytes when !value.Bytes.IsEmpty => [value.Bytes.ToStringUtf8()],
        TypedData.DataOneofCase.Json => Elements(value.Json),
        _ => [],
    };

    static IReadOnlyList<string> Elements(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.Array => [.. document.RootElement.EnumerateArray().Select(Text).OfType<string>()],
            _ => Text(document.RootElement) is { } text ? [text] : [],
        };
    }

    static string? Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => element.GetString() is { Length: > 0 } text ? text : null,
        _ => element.GetRawText(),
    };
}
