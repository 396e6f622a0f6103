using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Http;

/// <summary>What tells one API from another where the same code speaks to both.</summary>
/// <param name="Name">Name of the provider in runs, prices and logs, for the limiter, and of its <see cref="HttpClient"/>.</param>
/// <param name="Title">Name in sentences, which is also its section of the settings.</param>
/// <param name="Address">Public address of the API, as an example.</param>
sealed record HttpProvider(string Name, string Title, string Address)
{
    /// <summary>Where the layout of a page holds its rows; for providers that serve pages of rows.</summary>
    public PageShape Page { get; init; } = PageShape.None;

    /// <summary>Whether the provider serves nobody without a key.</summary>
    public bool NeedsKey { get; init; } = true;

    /// <summary>Whether a key may hold a character. Unless a provider says otherwise its key is part of a path and must not hold what would end one.</summary>
    public Func<char, bool> IsKeyCharacter { get; init; } = character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';

    /// <summary>Reads the reason from an error document: null where it is none, empty where it gives no reason.</summary>
    public required Func<JsonElement, string?> Reason { get; init; }

    /// <summary>Puts a call that was not made into words.</summary>
    public ProviderResult.Throttled Explain(RateLimitDecision.Denied denied) => new(denied.RetryAfter, denied.Bound switch
    {
        RateLimitBound.Hold => $"{Title} asked for a pause.",
        RateLimitBound.Second => $"More calls to {Title} are waiting than fit into {Title}:MaxWait.",
        RateLimitBound.Day => $"The day's budget of {Title} calls ({Title}:CallsPerDay) is used up.",
        RateLimitBound.Outage => $"{Title} failed too often of late and is not asked.",
        _ => $"The month's budget of {Title} calls ({Title}:CallsPerMonth) is used up.",
    })
    {
        IsOutage = denied.Bound == RateLimitBound.Outage,
    };
}

/// <summary>What a provider allows and what its answers say about it.</summary>
interface ICallBudget
{
    /// <summary>What the provider allows at the moment.</summary>
    CallBudget Current { get; }

    /// <summary>
    /// Whether the provider has not said yet what it allows. Calls then go out one after the other, so that the first answer can tell before a
    /// second call is one too many.
    /// </summary>
    bool IsLearning => false;

    /// <summary>How long calls must pause after an answer, or null.</summary>
    RateLimitPause? Read(HttpResponseMessage response);

    /// <summary>Puts a 429 into words with the time until calls can succeed again.</summary>
    ProviderResult.Throttled Throttled(HttpResponseMessage response);
}
