using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Storage;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>The WebJobs engine: listens to queues and timers, and runs HTTP functions that are called by name.</summary>
sealed class EngineHost : IWebJobsExceptionHandlerFactory, IWebJobsExceptionHandler
{
    // The platform's setting. Hosts of one app share an id; apps that share a storage account must not.
    const string HostIdSetting = "AzureFunctionsWebHost:hostid";
    const int MaxHostIdLength = 32;

    // The shortest period that the engine allows, so that another host soon takes over the timers of a killed one.
    static readonly TimeSpan SingletonPeriod = TimeSpan.FromSeconds(15);

    readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly HostSetup _setup;
    readonly Action _onTimeout;
    readonly string _hostId;
    readonly IHost _host;

    /// <param name="onTimeout">Called when a function exceeds the time limit of host.json.</param>
    public EngineHost(HostSetup setup, IReadOnlyList<WorkerFunction> functions, FunctionCall call, Action onTimeout, ILoggerFactory loggers)
    {
        _setup = setup;
        _onTimeout = onTimeout;
        _hostId = setup.Configuration[HostIdSetting] is { Length: > 0 } id
            ? id
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(setup.App.Path)))[..MaxHostIdLength];
        _host = new HostBuilder()
            .ConfigureWebJobs(
                jobs =>
                {
                    jobs.UseHostId(_hostId);
                    jobs.AddExecutionContextBinding();
                    jobs.AddAzureStorageCoreServices();
                    jobs.AddAzureStorageQueues();
                    jobs.AddTimers();
                },
                options => options.AllowPartialHostStartup = true)
            .ConfigureAppConfiguration(builder =>
            {
                builder.Sources.Clear();
                builder.AddConfiguration(setup.Configuration);
            })
            .ConfigureServices(services => Configure(services
                .AddSingleton(loggers)
                .AddSingleton<IHostLifetime, NoLifetime>()
                .AddSingleton<ITypeLocator>(new FunctionTypes(functions))
                .AddSingleton(call)))
            .Build();
    }

    /// <summary>Fails when the engine cannot continue; never completes otherwise.</summary>
    public Task Failure => _failure.Task;

    public Task StartAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    /// <summary>Runs an HTTP function.</summary>
    public Task CallAsync(WorkerFunction function, HttpContext context)
    {
        var arguments = new Dictionary<string, object>(StringComparer.Ordinal) { [function.Trigger.Name] = context };
        return _host.Services.GetRequiredService<IJobHost>().CallAsync(function.Name, arguments, context.RequestAborted);
    }

    /// <summary>Stops taking messages, lets running functions finish, and releases the timers to other hosts.</summary>
    public async Task StopAsync(TimeSpan limit, TimeProvider time)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        try
        {
            // Without drain mode, stopping would cancel the running functions at once.
            await _host.Services.GetRequiredService<IDrainModeManager>().EnableDrainModeAsync(timeout.Token).WaitAsync(timeout.Token);
            await _host.StopAsync(timeout.Token).WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            // Functions that still run end with the worker: their messages become visible again, and the timer leases expire.
        }
    }

    IWebJobsExceptionHandler IWebJobsExceptionHandlerFactory.Create(IHost jobHost) => this;

    Task IWebJobsExceptionHandler.OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod)
    {
        _onTimeout();
        return Task.CompletedTask;
    }

    Task IWebJobsExceptionHandler.OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
    {
        var ex = exceptionInfo.SourceException;
        _failure.TrySetException(new HostException($"The engine failed: {ex.FirstLine()}", ex));
        return Task.CompletedTask;
    }

    void Configure(IServiceCollection services)
    {
        services.AddSingleton<IWebJobsExceptionHandlerFactory>(this);
        services.Replace(ServiceDescriptor.Singleton<ScheduleMonitor>(provider =>
            new BlobScheduleMonitor(provider.GetRequiredService<IAzureBlobStorageProvider>(), _hostId)));
        services.Configure<SingletonOptions>(options =>
            options.LockPeriod = options.ListenerLockPeriod = options.ListenerLockRecoveryPollingInterval = SingletonPeriod);
        if (TimeSpan.TryParse(_setup.Configuration.GetHostSection("functionTimeout").Value, out var timeout) && timeout > TimeSpan.Zero)
        {
            services.Configure<JobHostFunctionTimeoutOptions>(options =>
            {
                options.Timeout = timeout;
                options.ThrowOnTimeout = options.TimeoutWhileDebugging = true;
            });
        }

        if (_setup.Options.MessageLease is { } lease)
        {
            var registered = services.Last(service => service.ServiceType == typeof(AzureComponentFactory)).ImplementationType!;
            services.Replace(ServiceDescriptor.Singleton<AzureComponentFactory>(provider =>
                new MessageLease((AzureComponentFactory)ActivatorUtilities.CreateInstance(provider, registered), lease)));
        }
    }
}
