using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Timers;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Discovery;

/// <summary>Finds the functions of the app and checks all that can be checked before they run.</summary>
sealed partial class FunctionScanner(WorkerOptions options, SettingResolver settings)
{
    const BindingFlags AnyMethod = BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <exception cref="WorkerStartupException">A function cannot be hosted as it is written or configured.</exception>
    public ImmutableArray<FunctionModel> Scan()
    {
        var candidates = options.Types()
            .SelectMany(type => type.GetMethods(AnyMethod))
            .Select(method => (Method: method, Attribute: method.GetCustomAttribute<FunctionAttribute>()))
            .Where(candidate => candidate.Attribute is not null)
            .Select(candidate => (candidate.Method, candidate.Attribute!.Name))
            .OrderBy(candidate => candidate.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();
        foreach (var twins in candidates.GroupBy(candidate => candidate.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (twins.Skip(1).Any())
            {
                var places = string.Join(" and ", twins.Select(twin => $"{twin.Method.DeclaringType!.Name}.{twin.Method.Name}"));
                throw new WorkerStartupException($"Function '{twins.Key}' is declared more than once: {places}.");
            }
        }

        return [.. candidates
            .Where(candidate => !settings.IsDisabled(candidate.Name))
            .Select(candidate => Model(candidate.Name, candidate.Method))];
    }

    FunctionModel Model(string name, MethodInfo method)
    {
        Check(name, method);
        var parameters = method.GetParameters();
        var triggers = parameters.Where(IsTrigger).ToList();
        if (triggers is not [var triggerParameter])
        {
            throw new WorkerStartupException(
                $"Function '{name}' has {triggers.Count} trigger parameters, but must have exactly one.");
        }

        var trigger = TriggerOf(name, triggerParameter);
        return new FunctionModel(
            name,
            method,
            trigger,
            [.. parameters.Select(parameter => Arguments.For(name, parameter, triggerParameter, trigger))],
            FunctionResult.Of(name, method, trigger is HttpTrigger, settings));
    }

    static void Check(string name, MethodInfo method)
    {
        if (!FunctionName().IsMatch(name))
        {
            throw new WorkerStartupException(
                $"Function '{name}' must have a name of up to 128 letters, digits, '_' and '-' that begins with a letter.");
        }

        var type = method.DeclaringType!;
        if (!method.IsPublic || !type.IsVisible || method.IsGenericMethod || type.IsGenericType
            || (type.IsAbstract && !method.IsStatic))
        {
            throw new WorkerStartupException(
                $"Function '{name}' must be a public method of a public class that can be created, but {type.Name}.{method.Name} is not.");
        }
    }

    Trigger TriggerOf(string name, ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<QueueTriggerAttribute>() is { } queue)
        {
            return new QueueTrigger(settings.Queue(queue.QueueName, queue.Connection, name), settings.MessageLeasePeriod());
        }

        if (parameter.GetCustomAttribute<TimerTriggerAttribute>() is { } timer)
        {
            return new TimerTrigger(
                CronSchedule.Parse(settings.Resolve(timer.Schedule, name, "schedule"), name),
                timer.UseMonitor,
                timer.RunOnStartup,
                settings.ConnectionString(WorkerConstants.StorageSetting, name));
        }

        var http = parameter.GetCustomAttribute<HttpTriggerAttribute>()!;
        if (!options.HttpEnabled)
        {
            throw new WorkerStartupException(
                $"HTTP function '{name}' needs ASP.NET Core integration: call ConfigureFunctionsWebApplication() on the builder.");
        }

        return new HttpTrigger(
            settings.Resolve(http.Route ?? name, name, "route"), [.. http.Methods ?? []], http.AuthLevel);
    }

    static bool IsTrigger(ParameterInfo parameter)
        => parameter.IsDefined(typeof(QueueTriggerAttribute))
            || parameter.IsDefined(typeof(TimerTriggerAttribute))
            || parameter.IsDefined(typeof(HttpTriggerAttribute));

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FunctionName();
}
