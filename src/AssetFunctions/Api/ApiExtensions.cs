using AssetFunctions.Api.OpenApi;
using AssetFunctions.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AssetFunctions.Api;

static class ApiExtensions
{
    /// <summary>Registers what the HTTP triggers call.</summary>
    public static AssetSyncBuilder UseApi(this AssetSyncBuilder builder)
    {
        builder.Services.TryAddSingleton<RunIds>();
        builder.Services.TryAddSingleton<ApiCalls>();
        builder.Services.TryAddSingleton<WalletApi>();
        builder.Services.TryAddSingleton<TransactionApi>();
        builder.Services.TryAddSingleton<LifecycleApi>();
        builder.Services.TryAddSingleton<AssetApi>();
        builder.Services.TryAddSingleton<AssetSearchApi>();
        builder.Services.TryAddSingleton<NetworkApi>();
        builder.Services.TryAddSingleton<HistoryApi>();
        builder.Services.TryAddSingleton<HealthApi>();
        builder.Services.TryAddSingleton<StatisticsApi>();
        builder.Services.TryAddSingleton<OperationsApi>();
        builder.Services.TryAddSingleton<OpenApiDocument>();
        return builder;
    }
}
