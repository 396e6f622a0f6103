using AssetFunctions.Cosmos.Client;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Cosmos;

/// <summary>Checks the settings at start, with one sentence per mistake that names the setting.</summary>
sealed class CosmosOptionsValidator : IValidateOptions<CosmosOptions>
{
    public ValidateOptionsResult Validate(string? name, CosmosOptions options)
    {
        var mistakes = Mistakes(options).ToList();
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    static IEnumerable<string> Mistakes(CosmosOptions options)
    {
        if (CosmosEndpoint.Parse(options, out var mistake) is null)
        {
            yield return mistake!;
        }

        if (string.IsNullOrWhiteSpace(options.Database) || options.Database.AsSpan().ContainsAny("/\\?#"))
        {
            yield return "Cosmos:Database must be a name without / \\ ? and #.";
        }

        if (options.ApplicationName is not { Length: > 0 and <= CosmosDefaults.MaxApplicationName } || !options.ApplicationName.All(IsOfName))
        {
            yield return $"Cosmos:ApplicationName must be 1 to {CosmosDefaults.MaxApplicationName} letters, digits, dots, hyphens and underscores.";
        }

        if (options.CallTimeoutSeconds is not (> 0 and <= 300))
        {
            yield return $"Cosmos:CallTimeoutSeconds must be above 0 and at most 300, not {options.CallTimeoutSeconds}.";
        }

        if (options.StartTimeoutSeconds is not (> 0 and <= 300))
        {
            yield return $"Cosmos:StartTimeoutSeconds must be above 0 and at most 300, not {options.StartTimeoutSeconds}.";
        }

        if (options.MaxThrottleRetries is not (>= 0 and <= 100))
        {
            yield return $"Cosmos:MaxThrottleRetries must be from 0 to 100, not {options.MaxThrottleRetries}.";
        }

        if (!(options.MaxThrottleWaitSeconds >= 0) || options.MaxThrottleWaitSeconds > options.CallTimeoutSeconds)
        {
            yield return "Cosmos:MaxThrottleWaitSeconds must be at least 0 and at most Cosmos:CallTimeoutSeconds.";
        }

        if (options.MaxConnections is not (>= 1 and <= 1000))
        {
            yield return $"Cosmos:MaxConnections must be from 1 to 1000, not {options.MaxConnections}.";
        }
    }

    static bool IsOfName(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_';
}
