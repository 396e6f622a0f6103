using AssetFunctions.Local.FunctionsHost.Worker;

namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>Decides which functions of an app run in this host.</summary>
static class FunctionSelection
{
    const string HttpGroup = "http";

    static readonly string[] Triggers = [WorkerFunction.Http, WorkerFunction.Queue, WorkerFunction.Timer];
    static readonly string[] Bindings = [WorkerFunction.QueueOutput, WorkerFunction.HttpOutput];

    /// <exception cref="HostException">A name is unknown, or a function needs what this host does not have.</exception>
    public static IReadOnlyList<WorkerFunction> Select(IReadOnlyList<WorkerFunction> all, HostSetup setup)
    {
        var names = setup.Options.Functions;
        foreach (var name in names)
        {
            if (name != HttpGroup && !all.Any(function => function.Name == name))
            {
                throw new HostException(
                    $"--functions names '{name}', which the app does not have; it has {string.Join(", ", all.Select(function => function.Name).Order())}.");
            }
        }

        var selected = all
            .Where(function => names.Count == 0 || names.Contains(function.Name) || (function.IsHttp && names.Contains(HttpGroup)))
            .Where(function => !setup.Configuration.IsDisabled(function.Name))
            .ToList();
        foreach (var function in selected)
        {
            Check(function);
        }

        return selected;
    }

    static void Check(WorkerFunction function)
    {
        if (!Triggers.Any(function.Trigger.Is))
        {
            throw new HostException(
                $"Function {function.Name} has the trigger {function.Trigger.Type}; this host runs {string.Join(", ", Triggers)}.");
        }

        if (function.Others.FirstOrDefault(binding => !Bindings.Any(binding.Is)) is { } unknown)
        {
            throw new HostException($"Function {function.Name} has the binding {unknown.Type}; this host knows queue and HTTP outputs.");
        }
    }
}
