using System.Reflection;
using System.Security.Cryptography;
using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace AssetFunctions.LocalWorker.Hosting;

/// <summary>
/// How one app of functions is hosted. The defaults are the host's own; tests shorten times, choose functions and
/// stand between the worker and its storage.
/// </summary>
sealed class WorkerOptions
{
    /// <summary>The types searched for functions; null searches the entry assembly.</summary>
    public IReadOnlyList<Type>? FunctionTypes { get; init; }

    /// <summary>Settings that take the place of local.settings.json and win over the environment.</summary>
    public IReadOnlyDictionary<string, string?>? Settings { get; init; }

    /// <summary>The text of host.json; null reads the file beside the app.</summary>
    public string? HostJson { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Seeds the jitter of idle polling.</summary>
    public int Seed { get; init; } = RandomNumberGenerator.GetInt32(int.MaxValue);

    /// <summary>How long a timer belongs to an instance that has stopped renewing it.</summary>
    public TimeSpan TimerLease { get; init; } = WorkerConstants.TimerLease;

    /// <summary>How often an instance without the timer tries to take it over.</summary>
    public TimeSpan TimerTakeover { get; init; } = WorkerConstants.TimerTakeover;

    /// <summary>Where timers keep their leases and times, shared by all processes of the machine.</summary>
    public string DataDirectory { get; init; } = WorkerConstants.DataDirectory;

    /// <summary>How long running functions may go on after the app was asked to stop.</summary>
    public TimeSpan DrainPeriod { get; init; } = WorkerConstants.DrainPeriod;

    /// <summary>Changes the options of every queue client.</summary>
    public Action<QueueClientOptions>? ConfigureQueueClient { get; init; }

    /// <summary>The value of <c>--port</c>, if given.</summary>
    public string? CommandLinePort { get; set; }

    /// <summary>Whether ASP.NET Core integration was asked for.</summary>
    public bool HttpEnabled { get; set; }

    /// <summary>The middleware of the pipeline, outermost first.</summary>
    public List<Func<IServiceProvider, IFunctionsWorkerMiddleware>> Middleware { get; } = [];

    public IReadOnlyList<Type> Types()
        => FunctionTypes ?? Assembly.GetEntryAssembly()?.GetTypes() ?? [];
}
