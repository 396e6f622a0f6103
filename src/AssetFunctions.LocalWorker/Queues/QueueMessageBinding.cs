using System.Text.Json;
using AssetFunctions.LocalWorker.Invocation;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Queues;

/// <summary>Binds the body of a queue message to the types a queue trigger offers.</summary>
static class QueueMessageBinding
{
    static readonly Type[] NeverJson =
        [typeof(Stream), typeof(Delegate), typeof(TimerInfo), typeof(HttpRequest), typeof(Type)];

    /// <summary>How a parameter of the type is bound; null when it cannot be.</summary>
    public static Func<FunctionInvocation, object?>? For(Type type)
    {
        if (type == typeof(string))
        {
            return static invocation => Received(invocation).Body.ToString();
        }

        if (type == typeof(BinaryData))
        {
            return static invocation => Received(invocation).Body;
        }

        if (type == typeof(byte[]))
        {
            return static invocation => Received(invocation).Body.ToArray();
        }

        if (type == typeof(QueueMessage))
        {
            return static invocation => Received(invocation).Message;
        }

        var isJson = !type.IsByRefLike && !type.IsPointer && !type.IsByRef
            && !Array.Exists(NeverJson, never => never.IsAssignableFrom(type));
        return isJson
            ? invocation => JsonSerializer.Deserialize(Received(invocation).Body, type, invocation.Json)
            : null;
    }

    static ReceivedMessage Received(FunctionInvocation invocation) => (ReceivedMessage)invocation.Trigger;
}
