using AssetFunctions.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AssetFunctions.Api;

static class ApiExtensions
{
    /// <summary>Registers what the HTTP triggers call. Settings come from section <c>Api</c> and are validated at start.</summary>
    public static AssetSyncBuilder UseApi(this AssetSyncBuilder builder)
    {
        builder.Services.AddOptions<ApiOptions>().Bind(builder.Configuration.GetSection(ApiOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton<ApiSignature>();
        builder.Services.TryAddSingleton<RunIds>();
        builder.Services.TryAddSingleton<ContinuationTokens>();
        builder.Services.TryAddSingleton<ApiCalls>();
        builder.Services.TryAddSingleton<WalletApi>();
        builder.Services.TryAddSingleton<LifecycleApi>();
        builder.Services.TryAddSingleton<AssetApi>();
        builder.Services.TryAddSingleton<HealthApi>();
        return builder;
    }
}
