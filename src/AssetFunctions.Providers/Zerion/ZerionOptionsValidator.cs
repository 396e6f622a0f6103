using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Names every setting that cannot work, and never its value where that is the key.</summary>
sealed class ZerionOptionsValidator : IValidateOptions<ZerionOptions>
{
    const long MinResponseBytes = 1024;
    static readonly TimeSpan MaxTimeout = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, ZerionOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    static IEnumerable<string> Failures(ZerionOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ApiKey))
        {
            yield return "Zerion:ApiKey is missing: set it to the API key of your Zerion account.";
        }
        else if (options.ApiKey.Any(character => character is ':' or <= ' ' or > '~'))
        {
            yield return "Zerion:ApiKey holds white space, a colon or a character outside ASCII, which no Zerion key does.";
        }

        if (!IsRoot(options.BaseAddress))
        {
            yield return "Zerion:BaseAddress must be an absolute http or https address without user name, query or fragment, such as https://api.zerion.io/.";
        }

        if (!ProductInfoHeaderValue.TryParse(options.UserAgent, out _))
        {
            yield return "Zerion:UserAgent must be a product name such as AssetFunctions/1.0: Zerion turns away clients that do not name themselves.";
        }

        if (options.MaxResponseBytes < MinResponseBytes)
        {
            yield return $"Zerion:MaxResponseBytes is {options.MaxResponseBytes}; it must be at least {MinResponseBytes} bytes.";
        }

        if (options.MaxPages < 1)
        {
            yield return $"Zerion:MaxPages is {options.MaxPages}; it must be at least 1.";
        }

        if (!IsTimeout(options.ResponseTimeout))
        {
            yield return $"Zerion:ResponseTimeout is {options.ResponseTimeout}; it must be more than zero and at most {MaxTimeout}.";
        }

        if (!IsTimeout(options.BodyTimeout))
        {
            yield return $"Zerion:BodyTimeout is {options.BodyTimeout}; it must be more than zero and at most {MaxTimeout}.";
        }

        if (options.CallsPerSecond <= 0 || options.CallsPerDay <= 0 || options.CallsPerMonth <= 0)
        {
            yield return "Zerion:CallsPerSecond, Zerion:CallsPerDay and Zerion:CallsPerMonth must be more than zero, or unset.";
        }

        if (options.MaxWait < TimeSpan.Zero || options.MaxWait > MaxTimeout)
        {
            yield return $"Zerion:MaxWait is {options.MaxWait}; it must be from zero to {MaxTimeout}.";
        }
    }

    static bool IsRoot(Uri? address) =>
        address is { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" }
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);

    static bool IsTimeout(TimeSpan timeout) => timeout > TimeSpan.Zero && timeout <= MaxTimeout;
}
