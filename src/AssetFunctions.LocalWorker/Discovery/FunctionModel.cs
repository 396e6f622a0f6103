using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using AssetFunctions.LocalWorker.Queues;
using AssetFunctions.LocalWorker.Timers;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Discovery;

/// <summary>A function as its attributes and signature describe it.</summary>
sealed class FunctionModel(
    string name,
    MethodInfo method,
    Trigger trigger,
    ImmutableArray<Argument> arguments,
    FunctionResult result) : FunctionDefinition
{
    // Stable between starts and instances, because it depends on the name and the method alone.
    public override string Id { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{method.DeclaringType!.FullName}.{method.Name}:{name}")))[..16];

    public override string Name => name;

    public override string EntryPoint => $"{method.DeclaringType!.FullName}.{method.Name}";

    public override string PathToAssembly => method.DeclaringType!.Assembly.Location;

    public MethodInfo Method => method;

    public Trigger Trigger => trigger;

    public ImmutableArray<Argument> Arguments => arguments;

    public FunctionResult Result => result;
}

/// <summary>What starts a function.</summary>
abstract record Trigger;

sealed record QueueTrigger(QueueAddress Queue, TimeSpan LeasePeriod) : Trigger;

sealed record TimerTrigger(CronSchedule Schedule, bool UseMonitor, bool RunOnStartup, string Storage) : Trigger;

sealed record HttpTrigger(string Route, ImmutableArray<string> Methods, AuthorizationLevel Level) : Trigger;

/// <summary>One parameter of a function and how its value is found.</summary>
sealed record Argument(string Name, Func<Invocation.FunctionInvocation, object?> Bind);
