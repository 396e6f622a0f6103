using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AssetFunctions.Redis;

/// <summary>Checks the settings at start, with one sentence per mistake that names the setting and never shows a password.</summary>
sealed class RedisOptionsValidator : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        var mistakes = Mistakes(options).ToList();
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    static IEnumerable<string> Mistakes(RedisOptions options)
    {
        var connection = Parse(options.ConnectionString);
        if (connection is not { EndPoints.Count: > 0 })
        {
            yield return "Redis:ConnectionString must name a host, such as 127.0.0.1:6379 or cache.example:6380,ssl=true,password=….";
        }
        else if (options.UseEntraId && (string.IsNullOrEmpty(connection.User) || connection.Password is not null))
        {
            yield return "Redis:UseEntraId needs the object id of the identity, and no password, in Redis:ConnectionString, such as cache.example:10000,ssl=true,user=….";
        }

        if (options.TimeoutMilliseconds is not (>= 10 and <= 10_000))
        {
            yield return $"Redis:TimeoutMilliseconds must be from 10 to 10000, not {options.TimeoutMilliseconds}.";
        }

        if (options.BreakSeconds is not (>= 0.5 and <= 300))
        {
            yield return $"Redis:BreakSeconds must be from 0.5 to 300, not {options.BreakSeconds}.";
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
