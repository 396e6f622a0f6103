using System.Text.RegularExpressions;

namespace AssetFunctions.Local.Cosmos.Query.Functions;

/// <summary>What functions may use besides their arguments; one per execution of a query.</summary>
sealed class FunctionContext(TimeProvider clock)
{
    const int MaxCachedPatterns = 64;

    /// <summary>One match may take this long before the query is refused.</summary>
    static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(250);

    readonly Dictionary<(string Pattern, RegexOptions Options), Regex?> patterns = [];

    /// <summary>Read once, so that every row of a query sees the same time.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>The compiled pattern, or null when it is no valid regular expression.</summary>
    public Regex? Pattern(string pattern, RegexOptions options)
    {
        var key = (pattern, options);
        if (patterns.TryGetValue(key, out var regex))
        {
            return regex;
        }

        if (patterns.Count >= MaxCachedPatterns)
        {
            patterns.Clear();
        }

        return patterns[key] = Compile(pattern, options);
    }

    static Regex? Compile(string pattern, RegexOptions options)
    {
        try
        {
            return new Regex(pattern, options | RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
