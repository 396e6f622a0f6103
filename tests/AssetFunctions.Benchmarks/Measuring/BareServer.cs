using System.Diagnostics;
using AssetFunctions.Local.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Benchmarks.Measuring;

/// <summary>
/// The least that a .NET web server can do: it takes a body and returns 1 KB, in a process of its own. Times of other servers are given as
/// ratios to its times in the same run, so that a slow machine slows both.
/// </summary>
sealed class BareServer : IAsyncDisposable
{
    /// <summary>Argument that makes this program the server.</summary>
    public const string Verb = "--bare-server";

    const int ResponseBytes = 1024;

    readonly ChildProcess _process;

    BareServer(ChildProcess process, Uri endpoint) => (_process, Endpoint) = (process, endpoint);

    public Uri Endpoint { get; }

    /// <summary>Serves until the process is killed.</summary>
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var body = new byte[ResponseBytes];
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await ((IHost)app).WaitForShutdownAsync();
    }

    /// <summary>Starts it on a free port and waits until it listens.</summary>
    public static async Task<BareServer> StartAsync()
    {
        var process = ProcessCommand.Dotnet(typeof(BareServer).Assembly.Location, Verb).Start();
        return new BareServer(process, new Uri(await process.WaitForLineAsync(line => line.StartsWith("http://", StringComparison.Ordinal))));
    }

    /// <summary>Milliseconds from the start of a process to its first response.</summary>
    public static async Task<double> TimeStartAsync(HttpClient http)
    {
        var started = Stopwatch.GetTimestamp();
        await using var server = await StartAsync();
        using var response = await http.GetAsync(server.Endpoint);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.KillAsync();
        await _process.DisposeAsync();
    }
}
