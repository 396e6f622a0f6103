using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Hosting;

static class HostExtensions
{
    const string HostEndpoint = "Functions:Worker:HostEndpoint";

    /// <summary>
    /// Runs the worker until it is asked to stop. A start that fails (a missing setting, an unreachable service) is explained in plain
    /// sentences on the error stream instead of a stack trace.
    /// </summary>
    /// <returns>The exit code of the process: 0, or 1 when the start failed.</returns>
    public static async Task<int> RunOrExplainAsync(this IHost host)
    {
        if (string.IsNullOrEmpty(host.Services.GetRequiredService<IConfiguration>()[HostEndpoint]))
        {
            await ExplainAsync("a Functions host starts this program. Use infra/local/run.sh, 'func start' or the launch profile.");
            return 1;
        }

        try
        {
            await host.StartAsync();
        }
        catch (Exception ex)
        {
            foreach (var sentence in Sentences(ex))
            {
                await ExplainAsync(sentence);
            }

            return 1;
        }

        // The host in the cloud drops what is logged outside a function and keeps the lines of the console.
        await Console.Out.WriteLineAsync($"Started AssetFunctions {ProductVersion.Current}.");
        await host.WaitForShutdownAsync();
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        return 0;
    }

    // The host in the cloud takes a line on the error stream for an error only where it says so, for example by the word "fail".
    static Task ExplainAsync(string sentence) => Console.Error.WriteLineAsync($"AssetFunctions failed to start: {sentence}");

    // Options of several types that are wrong come together in one exception.
    static IEnumerable<string> Sentences(Exception exception) => exception switch
    {
        OptionsValidationException invalid => invalid.Failures,
        AggregateException { InnerExceptions.Count: > 0 } many => many.InnerExceptions.SelectMany(Sentences).Distinct(StringComparer.Ordinal),
        _ => [exception.Message],
    };
}
