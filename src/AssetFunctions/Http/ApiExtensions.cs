using AssetFunctions.Functions;
using AssetFunctions.OpenApi;
using AssetFunctions.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Http;

static class ApiExtensions
{
    /// <summary>Registers what the HTTP triggers call. Settings come from section <c>Api</c> and are validated at start.</summary>
    public static AssetSyncBuilder UseApi(this AssetSyncBuilder builder)
    {
        builder.Services.AddOptions<ApiOptions>().Bind(builder.Configuration.GetSection(ApiOptions.Section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ApiOptions>>(new SectionValidator<ApiOptions>(ApiOptions.Section));
        builder.Services.TryAddSingleton<ApiSignature>();
        builder.Services.TryAddSingleton<RunIds>();
        builder.Services.TryAddSingleton<ContinuationTokens>();
        builder.Services.TryAddSingleton<PositionTokens>();
        builder.Services.TryAddSingleton<TransactionTokens>();
        builder.Services.TryAddSingleton<HealthApi>();
        builder.Services.TryAddSingleton<StatisticsApi>();
        builder.Services.TryAddSingleton<OpenApiDocument>();
        return builder;
    }
}
