using Google.Protobuf;
using Microsoft.Azure.WebJobs;
using Newtonsoft.Json;

namespace AssetFunctions.Local.FunctionsHost.Rpc;

/// <summary>Values as the worker expects them on the wire.</summary>
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

        // Numbers too: the worker reads no others. The engine's types are made for this serializer.
        _ => new TypedData { Json = JsonConvert.SerializeObject(value) },
    };
}
