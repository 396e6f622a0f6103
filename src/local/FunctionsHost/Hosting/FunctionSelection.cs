namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>Decides which functions of an app run in this host.</summary>
static class FunctionSelection
{
    const string HttpGroup = "http";

    static readonly string[] Triggers = [FunctionBinding.HttpTrigger, FunctionBinding.QueueTrigger, FunctionBinding.TimerTrigger];
    static readonly string[] Outputs = [FunctionBinding.Queue, FunctionBinding.Http];

    /// <exception cref="HostException">A name is unknown, or this host does not support a function's trigger or binding.</exception>
    public static IReadOnlyList<WorkerFunction> Select(IReadOnlyList<WorkerFunction> all, HostSetup setup)
    {
        var names = setup.Options.Functions;
        if (names.FirstOrDefault(name => name != HttpGroup && all.All(function => function.Name != name)) is { } unknown)
        {
            var known = string.Join(", ", all.Select(function => function.Name).Order(StringComparer.Ordinal));
            throw new HostException($"--functions: the app has no function '{unknown}'; its functions are {known}.");
        }

        var selected = all
            .Where(function => names.Count == 0 || names.Contains(function.Name) || (function.IsHttp && names.Contains(HttpGroup)))
            .Where(function => !IsDisabled(function.Name, setup.Configuration))
            .ToList();
        foreach (var function in selected)
        {
            Check(function);
        }

        return selected;
    }

    // Linux allows no dots in the names of environment variables.
    static bool IsDisabled(string name, IConfiguration configuration)
        => (configuration[$"AzureWebJobs.{name}.Disabled"] ?? configuration[$"AzureWebJobs:{name}:Disabled"]) is "1" or "true" or "True";

    static void Check(WorkerFunction function)
    {
        if (!Triggers.Any(function.Trigger.Is))
        {
            throw new HostException($"Function {function.Name} has the trigger {function.Trigger.Type}; this host supports {string.Join(", ", Triggers)}.");
        }

        if (function.Others.FirstOrDefault(binding => !Outputs.Any(binding.Is)) is { } unknown)
        {
            throw new HostException($"Function {function.Name} has the binding {unknown.Type}; this host supports queue and HTTP outputs.");
        }
    }
}
