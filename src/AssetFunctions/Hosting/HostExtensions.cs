using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Hosting;

static class HostExtensions
{
    /// <summary>
    /// Runs the host until it is told to stop. A start that fails (a missing setting, an unreachable service) is told in plain sentences
    /// on the error stream instead of a stack trace.
    /// </summary>
    /// <returns>The exit code of the process: 0, or 1 when the start failed.</returns>
    public static async Task<int> RunOrExplainAsync(this IHost host)
    {
        try
        {
            await host.StartAsync();
        }
        catch (Exception exception)
        {
            foreach (var sentence in Sentences(exception))
            {
                await Console.Error.WriteLineAsync($"AssetFunctions cannot start: {sentence}");
            }

            return 1;
        }

        await host.WaitForShutdownAsync();
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        return 0;
    }

    // Options of several types that are wrong come together in one exception.
    static IEnumerable<string> Sentences(Exception exception) => exception switch
    {
        OptionsValidationException invalid => invalid.Failures,
        AggregateException { InnerExceptions.Count: > 0 } many => many.InnerExceptions.SelectMany(Sentences).Distinct(StringComparer.Ordinal),
        _ => [exception.Message],
    };
}
