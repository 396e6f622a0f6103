using System.Net.Http.Headers;
using AssetFunctions.Sync;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Http;

/// <summary>Names every setting that cannot work, and never its value where that is the key.</summary>
abstract class HttpSourceOptionsValidator<TOptions>(HttpSource source) : IValidateOptions<TOptions>
    where TOptions : HttpSourceOptions
{
    const long MinResponseBytes = 1024;
    const int MaxRetries = 10;
    static readonly TimeSpan MinBreak = TimeSpan.FromSeconds(1);
    static readonly TimeSpan MaxTimeout = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    protected virtual IEnumerable<string> Failures(TOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ApiKey) && source.NeedsKey)
        {
            yield return $"{source.Title}:ApiKey is missing: set it to the API key of your {source.Title} account.";
        }
        else if (SecretReference.IsUnresolved(options.ApiKey))
        {
            yield return SecretReference.Explain($"{source.Title}:ApiKey");
        }
        else if (!options.ApiKey.All(IsKeyCharacter))
        {
            yield return $"{source.Title}:ApiKey holds white space or another character that no {source.Title} key has.";
        }

        if (!IsRoot(options.BaseAddress))
        {
            yield return $"{source.Title}:BaseAddress must be an absolute http or https address without user name, query or fragment, such as {source.Address}.";
        }

        if (!ProductInfoHeaderValue.TryParse(options.UserAgent, out _))
        {
            yield return $"{source.Title}:UserAgent must be a product name such as AssetFunctions/1.0: {source.Title} turns away clients that do not name themselves.";
        }

        if (options.MaxResponseBytes < MinResponseBytes)
        {
            yield return $"{source.Title}:MaxResponseBytes is {options.MaxResponseBytes}; it must be at least {MinResponseBytes} bytes.";
        }

        if (options is PagedSourceOptions { MaxPages: < 1 and var maxPages })
        {
            yield return $"{source.Title}:MaxPages is {maxPages}; it must be at least 1.";
        }

        if (!IsTimeout(options.ResponseTimeout))
        {
            yield return $"{source.Title}:ResponseTimeout is {options.ResponseTimeout}; it must be more than zero and at most {MaxTimeout}.";
        }

        if (options.MaxRetries is < 0 or > MaxRetries)
        {
            yield return $"{source.Title}:MaxRetries is {options.MaxRetries}; it must be from 0 to {MaxRetries}.";
        }

        if (options.BreakDuration < MinBreak || options.BreakDuration > MaxTimeout)
        {
            yield return $"{source.Title}:BreakDuration is {options.BreakDuration}; it must be from {MinBreak} to {MaxTimeout}.";
        }

        if (!IsTimeout(options.BodyTimeout))
        {
            yield return $"{source.Title}:BodyTimeout is {options.BodyTimeout}; it must be more than zero and at most {MaxTimeout}.";
        }

        if (options.CallsPerSecond <= 0 || options.CallsPerDay <= 0 || options.CallsPerMonth <= 0)
        {
            yield return $"{source.Title}:CallsPerSecond, {source.Title}:CallsPerDay and {source.Title}:CallsPerMonth must be more than zero, or unset.";
        }

        if (options.MaxWait < TimeSpan.Zero || options.MaxWait > MaxTimeout)
        {
            yield return $"{source.Title}:MaxWait is {options.MaxWait}; it must be from zero to {MaxTimeout}.";
        }
    }

    /// <summary>Whether a key of the source may hold the character.</summary>
    protected abstract bool IsKeyCharacter(char character);

    static bool IsRoot(Uri? address) =>
        address is { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" }
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);

    static bool IsTimeout(TimeSpan timeout) => timeout > TimeSpan.Zero && timeout <= MaxTimeout;
}
