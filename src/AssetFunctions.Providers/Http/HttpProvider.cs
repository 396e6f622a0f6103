using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Http;

/// <summary>Description of one provider's API for the shared client code.</summary>
/// <param name="Name">Name of the provider in runs, prices and logs, for the limiter, and of its <see cref="HttpClient"/>.</param>
/// <param name="Title">Name in messages, and of the settings section.</param>
/// <param name="Address">Public address of the API, as an example.</param>
sealed record HttpProvider(string Name, string Title, string Address)
{
    /// <summary>Location of the rows in a page, for providers that serve pages of rows.</summary>
    public PageShape Page { get; init; } = PageShape.None;

    /// <summary>True if the provider requires a key.</summary>
    public bool NeedsKey { get; init; } = true;

    /// <summary>Returns true for a character allowed in a key. By default the key is part of a path and must not contain path delimiters.</summary>
    public Func<char, bool> IsKeyCharacter { get; init; } = character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';

    /// <summary>Reads the reason from an error document: null when it is not one, empty when it has no reason.</summary>
    public required Func<JsonElement, string?> Reason { get; init; }

    /// <summary>Describes a call that was not made.</summary>
    public ProviderResult.Throttled Explain(RateLimitDecision.Denied denied) => new(denied.RetryAfter, denied.Bound switch
    {
        RateLimitBound.Hold => $"{Title} requested a pause.",
        RateLimitBound.Second => $"More calls to {Title} are waiting than fit into {Title}:MaxWait.",
        RateLimitBound.Day => $"The day's budget of {Title} calls ({Title}:CallsPerDay) is used up.",
        RateLimitBound.Outage => $"{Title} failed too often recently, so no calls are made for now.",
        _ => $"The month's budget of {Title} calls ({Title}:CallsPerMonth) is used up.",
    })
    {
        IsOutage = denied.Bound == RateLimitBound.Outage,
    };
}

/// <summary>A provider's limits, and the reader of its responses about them.</summary>
interface ICallBudget
{
    /// <summary>Current limits.</summary>
    CallBudget Current { get; }

    /// <summary>True until the provider has stated its limits. Calls are then made one at a time, so that the first response can set the limits.</summary>
    bool IsLearning => false;

    /// <summary>Returns the pause that a response requires, or null.</summary>
    RateLimitPause? Read(HttpResponseMessage response);

    /// <summary>Describes a 429, with the time until calls can succeed again.</summary>
    ProviderResult.Throttled Throttled(HttpResponseMessage response);
}
