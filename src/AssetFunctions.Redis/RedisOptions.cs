using System.ComponentModel.DataAnnotations;
using StackExchange.Redis;

namespace AssetFunctions.Redis;

/// <summary>Settings of the Redis adapters, section <c>Redis</c>.</summary>
public sealed class RedisOptions : IValidatableObject
{
    /// <summary>Connection string in StackExchange.Redis format, such as <c>127.0.0.1:6379</c>. Empty means in-process only.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Signs in with the identity of the app instead of a password. The connection string names the identity by its object id, as in
    /// <c>cache.example:10000,user=00000000-0000-0000-0000-000000000000</c>, and is encrypted unless it contains <c>ssl=false</c>. Default false.
    /// </summary>
    public bool UseEntraId { get; set; }

    /// <summary>Prefix of every key. Default <c>assetfunctions:</c>.</summary>
    public string InstanceName { get; set; } = RedisDefaults.InstanceName;

    /// <summary>How long a caller waits for Redis, in milliseconds. Default 250.</summary>
    [Range(10, 10_000)]
    public int TimeoutMilliseconds { get; set; } = RedisDefaults.TimeoutMilliseconds;

    /// <summary>How long calls pause after Redis failed too often, in seconds. Default 5.</summary>
    [Range(0.5, 300.0)]
    public double BreakSeconds { get; set; } = RedisDefaults.BreakSeconds;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var connection = Parse(ConnectionString);
        if (connection is not { EndPoints.Count: > 0 })
        {
            yield return new ValidationResult("Redis:ConnectionString must name a host, such as 127.0.0.1:6379 or cache.example:6380,ssl=true,password=….");
        }
        else if (UseEntraId && (string.IsNullOrEmpty(connection.User) || connection.Password is not null))
        {
            yield return new ValidationResult(
                "Redis:UseEntraId needs the object id of the identity, and no password, in Redis:ConnectionString, such as cache.example:10000,ssl=true,user=….");
        }
    }

    static ConfigurationOptions? Parse(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : ConfigurationOptions.Parse(text);
        }
        catch (Exception ex) when (ex is ArgumentException or FormatException)
        {
            return null;
        }
    }
}
