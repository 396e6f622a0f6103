using AssetFunctions.Functions;
using AssetFunctions.OpenApi;
using AssetFunctions.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Http;

static class ApiExtensions
{
    /// <summary>Registers the services of the HTTP triggers.</summary>
    public static AssetSyncBuilder UseApi(this AssetSyncBuilder builder)
    {
        builder.Services.TryAddSingleton<RunIds>();
        builder.Services.AddHealthApi();
        builder.Services.TryAddSingleton<StatisticsApi>();
        builder.Services.TryAddSingleton<OpenApiDocument>();
        return builder;
    }

    // The adapters register the checks; their timeout is set here. The health service logs each failed check as an error; HealthApi logs it as a warning.
    static void AddHealthApi(this IServiceCollection services)
    {
        services.AddHealthChecks();
        services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations)
            {
                check.Timeout = ApiDefaults.ProbeTimeout;
            }
        });
        services.AddLogging(logging => logging.AddFilter(typeof(HealthCheckService).Namespace, LogLevel.None));
        services.TryAddSingleton<HealthApi>();
    }
}
