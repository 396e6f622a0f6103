using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.Http;

/// <summary>Compresses responses for callers that accept it.</summary>
static class ApiCompression
{
    public static IServiceCollection AddApiCompression(this IServiceCollection services) => services
        .AddResponseCompression(options =>
        {
            // Safe over HTTPS: no response has a secret next to text that its caller chose, which attacks on compression need.
            options.EnableForHttps = true;
            options.MimeTypes = ["application/json", "application/problem+json"];
        })
        .Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest)
        .Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest)
        .AddTransient<IStartupFilter, CompressFirst>();

    // The worker builds its web server itself; a startup filter is the only way to add middleware.
    sealed class CompressFirst : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseResponseCompression();
            next(app);
        };
    }
}
