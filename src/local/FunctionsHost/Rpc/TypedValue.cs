using Google.Protobuf;
using Microsoft.Azure.WebJobs;
using Newtonsoft.Json;

namespace AssetFunctions.Local.FunctionsHost.Rpc;

/// <summary>Converts values to the worker's wire format.</summary>
static class TypedValue
{
    public static TypedData From(object? value) => value switch
    {
        null => new TypedData(),
        string text => new TypedData { String = text },
        byte[] bytes => new TypedData { Bytes = ByteString.CopyFrom(bytes) },
        ParameterBindingData data => new TypedData
        {
            ModelBindingData = new ModelBindingData
            {
                Version = data.Version,
                Source = data.Source,
                ContentType = data.ContentType,
                Content = ByteString.CopyFrom(data.Content.ToMemory().Span),
            },
        },

        // Numbers too: the worker reads them only as JSON. The engine's types are designed for this serializer.
        _ => new TypedData { Json = JsonConvert.SerializeObject(value) },
    };
}
