using System.Text.Json;
using AssetFunctions.Local.Processes;

namespace AssetFunctions.Local.Stack.Processes;

/// <summary>The groups in which Flex Consumption runs functions: each queue or timer function alone, all HTTP functions together.</summary>
static class FunctionGroups
{
    const string HttpTrigger = "httpTrigger";

    /// <summary>Gets the functions of the app.</summary>
    /// <returns>Groups as the Functions host takes them, that of HTTP first.</returns>
    /// <exception cref="StackException">The app does not list its functions.</exception>
    public static async Task<IReadOnlyList<string>> ListAsync(string host, string app, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        var list = ProcessCommand.Dotnet(host, "--app", app, "--port", "0", "--list") with { Environment = environment };
        var result = await list.RunAsync(cancellationToken);
        return result.ExitCode == 0
            ? Of(result.Output)
            : throw new StackException($"The function app does not list its functions:{Environment.NewLine}{result.Errors}");
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
