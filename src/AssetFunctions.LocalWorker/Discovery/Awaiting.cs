using System.Reflection;

namespace AssetFunctions.LocalWorker.Discovery;

/// <summary>Turns what a method returns (a value, a task of one, or nothing) into an awaited value.</summary>
static class Awaiting
{
    static readonly MethodInfo OfTask = Method(nameof(TaskAsync));
    static readonly MethodInfo OfValueTask = Method(nameof(ValueTaskAsync));

    /// <summary>The type of the value, <c>void</c> when there is none, and the way to await it.</summary>
    public static (Type Type, Func<object?, Task<object?>> AwaitAsync) For(Type returned)
    {
        if (returned == typeof(Task))
        {
            return (typeof(void), NoValueAsync);
        }

        if (returned == typeof(ValueTask))
        {
            return (typeof(void), static task => NoValueAsync(((ValueTask)task!).AsTask()));
        }

        var definition = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        var method = definition == typeof(Task<>) ? OfTask : definition == typeof(ValueTask<>) ? OfValueTask : null;
        if (method is null)
        {
            return (returned, Task.FromResult);
        }

        var value = returned.GetGenericArguments()[0];
        return (value, method.MakeGenericMethod(value).CreateDelegate<Func<object?, Task<object?>>>());
    }

    static async Task<object?> NoValueAsync(object? task)
    {
        await (Task)task!;
        return null;
    }

    static async Task<object?> TaskAsync<T>(object? task) => await (Task<T>)task!;

    static async Task<object?> ValueTaskAsync<T>(object? task) => await (ValueTask<T>)task!;

    static MethodInfo Method(string name)
        => typeof(Awaiting).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;
}
