using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Http;

/// <summary>Settings that all provider clients share.</summary>
public abstract class HttpProviderOptions : IValidatableObject
{
    const string NoTime = "00:00:00";
    const string Second = "00:00:01";
    const string Hour = "01:00:00";

    readonly HttpProvider _provider;

    private protected HttpProviderOptions(HttpProvider provider)
    {
        _provider = provider;
        BaseAddress = new Uri(provider.Address);
    }

    /// <summary>Root of the API.</summary>
    public Uri BaseAddress { get; set; }

    /// <summary>API key. Required unless the provider works without one.</summary>
    public string ApiKey { get; set; } = string.Empty;

    /// <summary>User agent of the client. Default: <c>AssetFunctions/1.0</c>.</summary>
    public string UserAgent { get; set; } = HttpProviderDefaults.UserAgent;

    /// <summary>Most decompressed bytes of one fetch, over all pages. The rest is not read, and the set is incomplete. Default: 64 MiB.</summary>
    [Range(1024, long.MaxValue)]
    public long MaxResponseBytes { get; set; } = HttpProviderDefaults.MaxResponseBytes;

    /// <summary>Longest wait for the headers of a response, per attempt. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), NoTime, Hour, MinimumIsExclusive = true)]
    public TimeSpan ResponseTimeout { get; set; } = HttpProviderDefaults.ResponseTimeout;

    /// <summary>Retries of a call that cannot connect, breaks off before its response, or gets 500, 502 or 504. Default: 2; 0 means none.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; set; } = HttpProviderDefaults.MaxRetries;

    /// <summary>How long calls pause after the provider failed too often. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), Second, Hour)]
    public TimeSpan BreakDuration { get; set; } = HttpProviderDefaults.BreakDuration;

    /// <summary>Longest time to read the body of a response. Default: 90 s.</summary>
    [Range(typeof(TimeSpan), NoTime, Hour, MinimumIsExclusive = true)]
    public TimeSpan BodyTimeout { get; set; } = HttpProviderDefaults.BodyTimeout;

    /// <summary>Calls per second over all instances. Unset, 80% of the rate that the provider advertises, if any.</summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double? CallsPerSecond { get; set; }

    /// <summary>Calls per day (UTC) over all instances, below the plan's limit. Unset, no budget of our own.</summary>
    [Range(1, long.MaxValue)]
    public long? CallsPerDay { get; set; }

    /// <summary>Calls per calendar month (UTC) over all instances. Unset, no budget of our own.</summary>
    [Range(1, long.MaxValue)]
    public long? CallsPerMonth { get; set; }

    /// <summary>
    /// Longest time a call waits for its turn, at most half of <see cref="ResponseTimeout"/>; a run that would wait longer is deferred.
    /// Default: 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), NoTime, Hour)]
    public TimeSpan MaxWait { get; set; } = RateLimitDefaults.MaxWait;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Mistakes().Select(mistake => new ValidationResult(mistake));

    /// <summary>Budgets from these settings.</summary>
    /// <param name="statedPerSecond">Rate that the provider advertises, used when <see cref="CallsPerSecond"/> is unset.</param>
    internal CallBudget Budget(double? statedPerSecond = null) => new()
    {
        PerSecond = CallsPerSecond ?? (statedPerSecond * HttpProviderDefaults.StatedRateShare),
        PerDay = CallsPerDay,
        PerMonth = CallsPerMonth,
        // A call that waited for its turn must have time left for a retry.
        MaxWait = TimeSpan.FromTicks(Math.Min(MaxWait.Ticks, ResponseTimeout.Ticks / 2)),
    };

    /// <summary>Errors beyond the annotations, in sentences that never contain a key.</summary>
    private protected virtual IEnumerable<string> Mistakes()
    {
        var title = _provider.Title;
        if (string.IsNullOrWhiteSpace(ApiKey) && _provider.NeedsKey)
        {
            yield return $"{title}:ApiKey is missing: set it to the API key of your {title} account.";
        }
        else if (SecretReference.IsUnresolved(ApiKey))
        {
            yield return SecretReference.Explain($"{title}:ApiKey");
        }
        else if (!ApiKey.All(_provider.IsKeyCharacter))
        {
            yield return $"{title}:ApiKey contains white space or another character that is not allowed in a {title} key.";
        }

        if (BaseAddress is not { IsAbsoluteUri: true, Scheme: "https" or "http", UserInfo: "", Query: "", Fragment: "" })
        {
            yield return $"{title}:BaseAddress must be an absolute http or https address without user name, query or fragment, such as {_provider.Address}.";
        }

        if (!ProductInfoHeaderValue.TryParse(UserAgent, out _))
        {
            yield return $"{title}:UserAgent must be a product name such as AssetFunctions/1.0: {title} rejects clients without one.";
        }
    }
}

/// <summary>Settings shared by clients of providers that serve pages of rows.</summary>
public abstract class PagedProviderOptions : HttpProviderOptions
{
    private protected PagedProviderOptions(HttpProvider provider, int maxPages)
        : base(provider) => MaxPages = maxPages;

    /// <summary>Most pages of one fetch.</summary>
    [Range(1, int.MaxValue)]
    public int MaxPages { get; set; }
}
