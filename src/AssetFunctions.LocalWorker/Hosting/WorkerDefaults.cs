using System.Text.Json;
using AssetFunctions.LocalWorker.Discovery;
using AssetFunctions.LocalWorker.Http;
using AssetFunctions.LocalWorker.Invocation;
using AssetFunctions.LocalWorker.Queues;
using AssetFunctions.LocalWorker.Timers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AssetFunctions.LocalWorker.Hosting;

/// <summary>The settings and services that every app of functions starts from.</summary>
static class WorkerDefaults
{
    public static HostApplicationBuilder CreateHostBuilder(string[]? args, WorkerOptions options)
    {
        WorkerStartupException.ExitPlainlyWhenUnhandled();
        if (options.Settings is null)
        {
            LocalSettings.AddToEnvironment();
        }

        // Read apart from the other settings, where an environment variable PORT would pass for it.
        options.CommandLinePort = new ConfigurationBuilder().AddCommandLine(args ?? []).Build()["port"];
        var hostJson = HostJson.Load(options.HostJson);
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables("AZURE_FUNCTIONS_");
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = args,
            Configuration = configuration,
        });
        builder.Configuration.Sources.Insert(0, hostJson.LogLevels);
        if (options.Settings is not null)
        {
            builder.Configuration.AddInMemoryCollection(options.Settings);
        }

        builder.Services.AddSingleton(hostJson);
        builder.Services.AddSingleton(hostJson.Queues);
        builder.Services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        builder.Services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = options.DrainPeriod + (2 * WorkerConstants.AbortPeriod));
        return builder;
    }

    /// <summary>
    /// Registered last, so that functions run only while every other hosted service of the app does: those start
    /// before it and stop after it.
    /// </summary>
    public static void AddWorker(IServiceCollection services, WorkerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<Shutdown>();
        services.AddSingleton<SettingResolver>();
        services.AddSingleton<FunctionScanner>();
        services.AddSingleton<FunctionInvoker>();
        services.AddSingleton<StorageAccounts>();
        services.AddSingleton<QueueSignals>();
        services.AddSingleton<QueueSender>();
        services.AddSingleton<QueueListenerFactory>();
        services.AddSingleton<TimerListenerFactory>();
        services.AddSingleton<FunctionKeys>();
        services.AddSingleton<HttpFunctionHandler>();
        services.AddSingleton<HttpFunctionServer>();
        services.AddHostedService<WorkerService>();
    }
}
