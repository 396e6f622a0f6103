using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using AssetFunctions.Local.FunctionsHost.Hosting;
using AssetFunctions.Local.FunctionsHost.Worker;
using Azure.Storage.Blobs;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>The WebJobs engine: listens to queues and timers, and runs HTTP functions that are called by name.</summary>
sealed class EngineHost : IAsyncDisposable
{
    // The engine's container for leases and timers.
    const string HostsContainer = "azure-webjobs-hosts";
    const string HostIdSetting = "AzureFunctionsWebHost:hostid";
    const int MaxHostIdLength = 32;

    // The shortest that the engine allows, so that another host soon takes over the timers of a killed one.
    static readonly TimeSpan SingletonPeriod = TimeSpan.FromSeconds(15);

    readonly IHost _host;
    readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EngineHost(
        WorkerApp app,
        IConfiguration configuration,
        IReadOnlyList<WorkerFunction> functions,
        TimeSpan? messageLease,
        IFunctionInvoker invoker,
        Action onTimeout,
        ILoggerFactory loggers)
    {
        var hostId = configuration[HostIdSetting] is { Length: > 0 } id ? id : DeriveHostId(app);
        _host = new HostBuilder()
            .ConfigureWebJobs(
                jobs =>
                {
                    jobs.UseHostId(hostId);
                    jobs.AddExecutionContextBinding();
                    jobs.AddAzureStorageCoreServices();
                    jobs.AddAzureStorageQueues();
                    jobs.AddTimers();
                },
                options => options.AllowPartialHostStartup = true)
            .ConfigureAppConfiguration(builder =>
            {
                builder.Sources.Clear();
                builder.AddConfiguration(configuration);
            })
            .ConfigureServices(services =>
            {
                services.AddSingleton(loggers);
                services.AddSingleton<IHostLifetime, NoLifetime>();
                services.AddSingleton<ITypeLocator>(new FunctionTypes(functions));
                services.AddSingleton(invoker);
                services.AddSingleton<IWebJobsExceptionHandlerFactory>(new ExceptionHandler(_failure, onTimeout));
                services.RemoveAll<ScheduleMonitor>();
                services.AddSingleton<ScheduleMonitor>(provider => new BlobScheduleMonitor(OpenContainer(provider, configuration), hostId));
                services.Configure<SingletonOptions>(options =>
                {
                    options.LockPeriod = SingletonPeriod;
                    options.ListenerLockPeriod = SingletonPeriod;
                    options.ListenerLockRecoveryPollingInterval = SingletonPeriod;
                });
                if (TimeSpan.TryParse(configuration.GetHostSection("functionTimeout").Value, out var timeout) && timeout > TimeSpan.Zero)
                {
                    services.Configure<JobHostFunctionTimeoutOptions>(options =>
                    {
                        options.Timeout = timeout;
                        options.ThrowOnTimeout = true;
                        options.TimeoutWhileDebugging = true;
                    });
                }

                if (messageLease is { } lease)
                {
                    Shorten(services, lease);
                }
            })
            .Build();
    }

    /// <summary>Never ends well: fails when the engine cannot go on.</summary>
    public Task Failure => _failure.Task;

    public Task StartAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    /// <summary>Runs an HTTP function.</summary>
    public Task CallAsync(WorkerFunction function, HttpContext context)
        => _host.Services.GetRequiredService<IJobHost>().CallAsync(
            function.Name, new Dictionary<string, object>(StringComparer.Ordinal) { [function.Trigger.Name] = context }, context.RequestAborted);

    /// <summary>Takes no more messages, lets running functions finish, and gives the timers to other hosts.</summary>
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
            // What still runs ends with the worker; its messages come back, and the leases of the timers lapse.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }

    // The same for every host of an app on this machine, and another one for another app.
    static string DeriveHostId(WorkerApp app) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(app.Path)))[..MaxHostIdLength];

    static BlobContainerClient OpenContainer(IServiceProvider provider, IConfiguration configuration)
    {
        var clients = provider.GetRequiredService<AzureComponentFactory>();
        var section = configuration.GetWebJobsConnectionSection(StorageCheck.DefaultConnection);
        var options = clients.CreateClientOptions(typeof(BlobClientOptions), null, section);
        var client = (BlobServiceClient)clients.CreateClient(typeof(BlobServiceClient), section, clients.CreateTokenCredential(section), options);
        return client.GetBlobContainerClient(HostsContainer);
    }

    static void Shorten(IServiceCollection services, TimeSpan lease)
    {
        var registered = services.Last(service => service.ServiceType == typeof(AzureComponentFactory));
        services.Replace(ServiceDescriptor.Singleton<AzureComponentFactory>(provider => new MessageLease(
            (AzureComponentFactory)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!), lease)));
    }

    sealed class ExceptionHandler(TaskCompletionSource failure, Action onTimeout) : IWebJobsExceptionHandlerFactory, IWebJobsExceptionHandler
    {
        public IWebJobsExceptionHandler Create(IHost jobHost) => this;

        // The function may ignore its cancellation, so its process has to go, as in the cloud.
        public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod)
        {
            onTimeout();
            return Task.CompletedTask;
        }

        public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
        {
            failure.TrySetException(new HostException($"The engine failed: {exceptionInfo.SourceException.Message}", exceptionInfo.SourceException));
            return Task.CompletedTask;
        }
    }
}
