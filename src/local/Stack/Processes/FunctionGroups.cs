using System.Diagnostics;
using System.Text.Json;

namespace AssetFunctions.Local.Stack.Processes;

/// <summary>The groups in which Flex Consumption runs functions: each queue or timer function alone, all HTTP functions together.</summary>
static class FunctionGroups
{
    const string HttpTrigger = "httpTrigger";

    /// <summary>Asks the app for its functions.</summary>
    /// <returns>Groups as the Functions host takes them, that of HTTP first.</returns>
    /// <exception cref="StackException">The app does not list its functions.</exception>
    public static async Task<IReadOnlyList<string>> ListAsync(RepositoryPaths paths, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [paths.FunctionsHost, "--app", paths.FunctionApp, "--port", "0", "--list"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var list = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? Of(list)
            : throw new StackException($"The function app does not list its functions:{Environment.NewLine}{await errors}");
    }

    /// <param name="list">The JSON that the host writes: names and triggers.</param>
    public static IReadOnlyList<string> Of(string list) =>
    [
        FunctionApp.Http,
        .. JsonSerializer.Deserialize<IReadOnlyList<Function>>(list, JsonSerializerOptions.Web)!
            .Where(function => !string.Equals(function.Trigger, HttpTrigger, StringComparison.OrdinalIgnoreCase))
            .Select(function => function.Name)
            .Order(StringComparer.Ordinal),
    ];

    sealed record Function(string Name, string Trigger);
}
