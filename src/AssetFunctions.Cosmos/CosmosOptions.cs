using System.ComponentModel.DataAnnotations;
using AssetFunctions.Cosmos.Client;

namespace AssetFunctions.Cosmos;

/// <summary>Settings of the Cosmos DB adapters, section <c>Cosmos</c>.</summary>
public sealed class CosmosOptions : IValidatableObject
{
    /// <summary>Connection string with <c>AccountEndpoint</c> and <c>AccountKey</c>. Either this or <see cref="AccountEndpoint"/>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Address of the account, used with the identity of the app (managed identity in Azure, the developer's sign-in locally).</summary>
    public string? AccountEndpoint { get; set; }

    /// <summary>Name of the database. Default: <c>assets</c>.</summary>
    public string Database { get; set; } = CosmosDefaults.Database;

    /// <summary>Application name at the end of the user agent, shown in the logs of the database.</summary>
    public string ApplicationName { get; set; } = CosmosDefaults.ApplicationName;

    /// <summary>Creates database and containers at start. Unset means only on a local server; in Azure the deployment creates them.</summary>
    public bool? CreateResources { get; set; }

    /// <summary>Time limit of one store call, in seconds, including retries.</summary>
    [Range(0.0, 300.0, MinimumIsExclusive = true)]
    public double CallTimeoutSeconds { get; set; } = CosmosDefaults.CallTimeoutSeconds;

    /// <summary>Time limit for the database to respond at start, in seconds.</summary>
    [Range(0.0, 300.0, MinimumIsExclusive = true)]
    public double StartTimeoutSeconds { get; set; } = CosmosDefaults.StartTimeoutSeconds;

    /// <summary>Most retries of one throttled request.</summary>
    [Range(0, 100)]
    public int MaxThrottleRetries { get; set; } = CosmosDefaults.MaxThrottleRetries;

    /// <summary>Longest total wait between retries of one throttled request, in seconds.</summary>
    public double MaxThrottleWaitSeconds { get; set; } = CosmosDefaults.MaxThrottleWaitSeconds;

    /// <summary>
    /// The form in which positions and prices are written: <c>Pages</c>, or <c>Documents</c> while instances of a release before pages still run. Both
    /// are always read. A wallet whose positions are in pages stays in pages.
    /// </summary>
    public WriteLayout WriteLayout { get; set; } = WriteLayout.Pages;

    /// <summary>Most connections to the account.</summary>
    [Range(1, 1000)]
    public int MaxConnections { get; set; } = CosmosDefaults.MaxConnections;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CosmosEndpoint.Parse(this, out var mistake) is null)
        {
            yield return new ValidationResult(mistake);
        }

        if (string.IsNullOrWhiteSpace(Database) || Database.AsSpan().ContainsAny("/\\?#"))
        {
            yield return new ValidationResult("Cosmos:Database must be a name without / \\ ? or #.");
        }

        if (ApplicationName is not { Length: > 0 and <= CosmosDefaults.MaxApplicationName } || !ApplicationName.All(IsOfName))
        {
            yield return new ValidationResult($"Cosmos:ApplicationName must be 1 to {CosmosDefaults.MaxApplicationName} letters, digits, dots, hyphens and underscores.");
        }

        if (!(MaxThrottleWaitSeconds >= 0) || MaxThrottleWaitSeconds > CallTimeoutSeconds)
        {
            yield return new ValidationResult("Cosmos:MaxThrottleWaitSeconds must be at least 0 and at most Cosmos:CallTimeoutSeconds.");
        }
    }

    static bool IsOfName(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_';
}
