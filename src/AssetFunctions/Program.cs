using AssetFunctions.Cosmos;
using AssetFunctions.Hosting;
using AssetFunctions.Http;
using AssetFunctions.Providers;
using AssetFunctions.Redis;
using AssetFunctions.Storage;
using AssetFunctions.Sync;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseWhen<ApiMiddleware>(ApiMiddleware.IsHttp);
builder.Services.AddApiCompression();
builder.Services
    .AddAssetSync(builder.Configuration)
    .UseWalletProviders()
    .UsePriceProviders()
    .UseCosmos()
    .UseRedis()
    .UseWarmCache()
    .UseStorageQueues()
    .UseTimers()
    .UseApi();

return await builder.Build().RunOrExplainAsync();
