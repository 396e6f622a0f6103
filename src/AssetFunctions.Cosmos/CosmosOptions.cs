namespace AssetFunctions.Cosmos;

/// <summary>Settings of the Cosmos DB adapters, section <c>Cosmos</c>.</summary>
public sealed class CosmosOptions
{
    /// <summary>Connection string with <c>AccountEndpoint</c> and <c>AccountKey</c>. Either this or <see cref="AccountEndpoint"/>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Address of the account, used with the identity of the app (managed identity in Azure, the developer's sign-in locally).</summary>
    public string? AccountEndpoint { get; set; }

    public string Database { get; set; } = CosmosDefaults.Database;

    /// <summary>Name that the app gives itself to the database, whose logs show it as the end of the user agent.</summary>
    public string ApplicationName { get; set; } = CosmosDefaults.ApplicationName;

    /// <summary>Whether database and containers are created at start. Unset means only on a local server; in Azure the deployment creates them.</summary>
    public bool? CreateResources { get; set; }

    /// <summary>Seconds one call of a store may take in all, retries included.</summary>
    public double CallTimeoutSeconds { get; set; } = CosmosDefaults.CallTimeoutSeconds;

    /// <summary>Seconds the database may take to answer at start.</summary>
    public double StartTimeoutSeconds { get; set; } = CosmosDefaults.StartTimeoutSeconds;

    /// <summary>Retries of one throttled request.</summary>
    public int MaxThrottleRetries { get; set; } = CosmosDefaults.MaxThrottleRetries;

    /// <summary>Seconds spent waiting between retries of one throttled request.</summary>
    public double MaxThrottleWaitSeconds { get; set; } = CosmosDefaults.MaxThrottleWaitSeconds;

    /// <summary>Connections to the account.</summary>
    public int MaxConnections { get; set; } = CosmosDefaults.MaxConnections;
}
