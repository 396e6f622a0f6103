using AssetFunctions.Redis.Connection;
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
        if (!IsConnectionString(options.ConnectionString))
        {
            yield return "Redis:ConnectionString must name a host, such as 127.0.0.1:6379 or cache.example:6380,ssl=true,password=….";
        }

        if (options.UseEntraId && !RedisSignIn.IsSupported)
        {
            yield return "Redis:UseEntraId works in Azure only; this build signs in with the password of Redis:ConnectionString, or none.";
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

    static bool IsConnectionString(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return false;
        }
    }
}
