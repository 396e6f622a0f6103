using System.Text.Json;
using AssetFunctions.Local.Processes;

namespace AssetFunctions.Local.Stack.Processes;

/// <summary>The groups in which Flex Consumption runs functions: each queue or timer function alone, all HTTP functions together.</summary>
static class FunctionGroups
{
    const string HttpTrigger = "httpTrigger";

    /// <summary>Lists the groups of an app.</summary>
    /// <returns>Groups as arguments of the Functions host, HTTP first.</returns>
    /// <exception cref="StackException">The functions of the app cannot be listed.</exception>
    public static async Task<IReadOnlyList<string>> ListAsync(string host, string app, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        var list = ProcessCommand.Dotnet(host, "--app", app, "--port", "0", "--list") with { Environment = environment };
        var result = await list.RunAsync(cancellationToken);
        return result.ExitCode == 0
            ? Of(result.Output)
            : throw new StackException($"The functions of the app cannot be listed:{Environment.NewLine}{result.Errors}");
    }

    /// <param name="list">The host's JSON output: names and triggers.</param>
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
