using System.Reflection;
using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Http;
using AssetFunctions.LocalWorker.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Discovery;

/// <summary>Chooses how each parameter of a function is bound, or refuses it at start.</summary>
static class Arguments
{
    public static Argument For(string function, ParameterInfo parameter, ParameterInfo triggerParameter, Trigger trigger)
    {
        var name = parameter.Name!;
        var type = parameter.ParameterType;
        if (type == typeof(FunctionContext))
        {
            return new Argument(name, static invocation => invocation);
        }

        if (type == typeof(CancellationToken))
        {
            return new Argument(name, static invocation => invocation.CancellationToken);
        }

        var isTrigger = parameter == triggerParameter;
        return trigger switch
        {
            QueueTrigger when isTrigger && QueueMessageBinding.For(type) is { } bind => new Argument(name, bind),
            TimerTrigger when isTrigger && type == typeof(TimerInfo)
                => new Argument(name, static invocation => invocation.Trigger),
            HttpTrigger when type == typeof(HttpRequest)
                => new Argument(name, HttpFunctionHandler.Bind),
            HttpTrigger when !isTrigger && RouteValueBinding.For(parameter) is { } bind => new Argument(name, bind),
            _ => throw new WorkerStartupException(
                $"Function '{function}' has a parameter '{name}' of type {type.Name}, which {Article(trigger)} trigger cannot bind."),
        };
    }

    static string Article(Trigger trigger) => trigger switch
    {
        QueueTrigger => "a queue",
        TimerTrigger => "a timer",
        _ => "an HTTP",
    };
}
