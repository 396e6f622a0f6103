using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Queues;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Discovery;

/// <summary>A value of the result that is sent to a queue.</summary>
sealed record QueueOutput(QueueAddress Queue, Func<object, object?> Read);

/// <summary>What a function returns and what becomes of it.</summary>
sealed record FunctionResult(
    Func<object?, Task<object?>> AwaitAsync, ImmutableArray<QueueOutput> Outputs, Func<object, object?>? Http)
{
    public static FunctionResult Of(string function, MethodInfo method, bool isHttp, SettingResolver settings)
    {
        var (type, awaitAsync) = Awaiting.For(method.ReturnType);
        var outputs = ImmutableArray.CreateBuilder<QueueOutput>();
        if (method.GetCustomAttribute<QueueOutputAttribute>() is { } onMethod)
        {
            outputs.Add(Output(function, onMethod, type, static value => value, settings));
        }

        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var property in properties)
        {
            if (property.GetCustomAttribute<QueueOutputAttribute>() is { } onProperty)
            {
                if (property.IsDefined(typeof(HttpResultAttribute)))
                {
                    throw new WorkerStartupException(
                        $"Function '{function}' returns {type.Name}, whose property '{property.Name}' is both a queue output and the HTTP result, but can be only one of them.");
                }

                outputs.Add(Output(function, onProperty, property.PropertyType, property.GetValue, settings));
            }
        }

        return new FunctionResult(
            awaitAsync, outputs.ToImmutable(), isHttp ? HttpPart(function, type, properties) : null);
    }

    static QueueOutput Output(
        string function, QueueOutputAttribute attribute, Type type, Func<object, object?> read, SettingResolver settings)
    {
        var element = type.IsArray ? type.GetElementType()! : type;
        var isCollection = element != typeof(string) && typeof(IEnumerable).IsAssignableFrom(element);
        if (type == typeof(void) || isCollection || type == typeof(byte[]))
        {
            throw new WorkerStartupException(
                $"Function '{function}' sends a {type.Name} to the queue '{attribute.QueueName}', but a queue output is a string, an object or an array of either.");
        }

        return new QueueOutput(settings.Queue(attribute.QueueName, attribute.Connection, function), read);
    }

    static Func<object, object?>? HttpPart(string function, Type type, PropertyInfo[] properties)
    {
        if (type == typeof(void))
        {
            return null;
        }

        if (typeof(IActionResult).IsAssignableFrom(type))
        {
            return static value => value;
        }

        var parts = Array.FindAll(properties, property => property.IsDefined(typeof(HttpResultAttribute)));
        return parts is [var part] && typeof(IActionResult).IsAssignableFrom(part.PropertyType)
            ? part.GetValue
            : throw new WorkerStartupException(
                $"HTTP function '{function}' returns {type.Name}, but must return an IActionResult or an object with one IActionResult property marked [HttpResult].");
    }
}
