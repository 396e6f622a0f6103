using System.Text.Json;
using Microsoft.Azure.WebJobs;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>Sends the queue outputs of a function. The engine deletes the trigger's message only afterwards.</summary>
static class QueueOutputs
{
    public static async Task SendAsync(WorkerFunction function, InvocationResponse response, Binder binder, CancellationToken cancellationToken)
    {
        foreach (var output in function.QueueOutputs)
        {
            var value = output.Name == "$return" ? response.ReturnValue : response.OutputData.FirstOrDefault(data => data.Name == output.Name)?.Data;
            if (Messages(value).ToList() is { Count: > 0 } messages)
            {
                var attribute = new QueueAttribute(output.Text("queueName")!) { Connection = output.Text("connection") };
                var queue = await binder.BindAsync<IAsyncCollector<string>>(attribute, cancellationToken);
                foreach (var message in messages)
                {
                    await queue.AddAsync(message, cancellationToken);
                }
            }
        }
    }

    // An array sends one message per element; null and empty values send nothing.
    static IEnumerable<string> Messages(TypedData? value)
    {
        var json = value?.DataCase switch
        {
            TypedData.DataOneofCase.String => JsonSerializer.SerializeToElement(value.String),
            TypedData.DataOneofCase.Bytes => JsonSerializer.SerializeToElement(value.Bytes.ToStringUtf8()),
            TypedData.DataOneofCase.Json => JsonElement.Parse(value.Json),
            _ => default,
        };
        IEnumerable<JsonElement> elements = json.ValueKind is JsonValueKind.Array ? json.EnumerateArray() : [json];
        return elements
            .Where(element => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            .Select(element => element.ValueKind is JsonValueKind.String ? element.GetString()! : element.GetRawText())
            .Where(text => text.Length > 0);
    }
}
