using AssetFunctions.LocalWorker.Hosting;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Collects the services and settings of an app of functions.</summary>
public sealed class FunctionsApplicationBuilder : IHostApplicationBuilder
{
    readonly HostApplicationBuilder _inner;
    bool _built;

    internal FunctionsApplicationBuilder(string[]? args, WorkerOptions? options = null)
    {
        Worker = options ?? new WorkerOptions();
        _inner = WorkerDefaults.CreateHostBuilder(args, Worker);
    }

    /// <inheritdoc/>
    public IServiceCollection Services => _inner.Services;

    /// <summary>The settings of the app.</summary>
    public ConfigurationManager Configuration => _inner.Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => _inner.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => _inner.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => _inner.Metrics;

    /// <inheritdoc/>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_inner).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    internal WorkerOptions Worker { get; }

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull
        => _inner.ConfigureContainer(factory, configure);

    /// <summary>Builds the app, once. Functions and their settings are checked when it starts.</summary>
    /// <exception cref="InvalidOperationException">The app has been built before.</exception>
    public IHost Build()
    {
        if (_built)
        {
            throw new InvalidOperationException("The application has already been built.");
        }

        _built = true;
        WorkerDefaults.AddWorker(_inner.Services, Worker);
        return _inner.Build();
    }

    internal void AddMiddleware<T>()
        where T : class, IFunctionsWorkerMiddleware
    {
        Services.TryAddSingleton<T>();
        Worker.Middleware.Add(services => services.GetRequiredService<T>());
    }
}
