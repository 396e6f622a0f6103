using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Hosting;

static class HostExtensions
{
    const string HostEndpoint = "Functions:Worker:HostEndpoint";

    /// <summary>Runs the worker until shutdown. A failed start (missing setting, unreachable service) writes plain sentences to stderr.</summary>
    /// <returns>The exit code of the process: 0, or 1 when the start failed.</returns>
    public static async Task<int> RunOrExplainAsync(this IHost host)
    {
        if (string.IsNullOrEmpty(host.Services.GetRequiredService<IConfiguration>()[HostEndpoint]))
        {
            await ExplainAsync("this program is started by a Functions host. Use infra/local/run.sh, 'func start' or the launch profile.");
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

        // Azure drops log entries from outside a function but keeps console output.
        await Console.Out.WriteLineAsync($"Started AssetFunctions {ProductVersion.Current}.");
        await host.WaitForShutdownAsync();
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        return 0;
    }

    // Azure treats a line on stderr as an error only if its text says so, for example by the word "fail".
    static Task ExplainAsync(string sentence) => Console.Error.WriteLineAsync($"AssetFunctions failed to start: {sentence}");

    // Several invalid options are reported together in one exception.
    static IEnumerable<string> Sentences(Exception exception) => exception switch
    {
        OptionsValidationException invalid => invalid.Failures,
        AggregateException { InnerExceptions.Count: > 0 } many => many.InnerExceptions.SelectMany(Sentences).Distinct(StringComparer.Ordinal),
        _ => [exception.Message],
    };
}
