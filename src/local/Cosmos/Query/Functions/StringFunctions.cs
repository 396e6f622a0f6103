using System.Text.RegularExpressions;
using AssetFunctions.Local.Cosmos.Query.Values;
using static AssetFunctions.Local.Cosmos.Query.Functions.Signatures;

namespace AssetFunctions.Local.Cosmos.Query.Functions;

/// <summary>Functions on text. Positions and lengths count UTF-16 code units from zero.</summary>
static class StringFunctions
{
    public static readonly IReadOnlyList<SqlFunction> All =
    [
        new("CONCAT", 2, SqlFunction.Unlimited, Concat),
        OnStringsWithCase("CONTAINS", (text, part, comparison) => text.Contains(part, comparison)),
        OnStringsWithCase("STARTSWITH", (text, part, comparison) => text.StartsWith(part, comparison)),
        OnStringsWithCase("ENDSWITH", (text, part, comparison) => text.EndsWith(part, comparison)),
        OnStringsWithCase("STRINGEQUALS", string.Equals),
        new("INDEX_OF", 2, 3, IndexOf),
        OnStringAndCount("LEFT", (text, count) => SqlValue.From(text[..Math.Clamp(count, 0, text.Length)])),
        OnStringAndCount("RIGHT", (text, count) => SqlValue.From(text[(text.Length - Math.Clamp(count, 0, text.Length))..])),
        OnString("LENGTH", text => SqlValue.From(text.Length)),
        OnString("LOWER", text => SqlValue.From(text.ToLowerInvariant())),
        OnString("UPPER", text => SqlValue.From(text.ToUpperInvariant())),
        Trim("LTRIM", (text, characters) => text.TrimStart(characters)),
        Trim("RTRIM", (text, characters) => text.TrimEnd(characters)),
        Trim("TRIM", (text, characters) => text.Trim(characters)),
        new("REPLACE", 3, 3, Replace),
        OnStringAndCount("REPLICATE", Replicate),
        OnString("REVERSE", Reverse),
        new("SUBSTRING", 3, 3, Substring),
        new("REGEXMATCH", 2, 3, RegexMatch),
        OnStrings("STRINGSPLIT", Split),
        new("STRINGJOIN", 2, 2, Join),
    ];

    /// <summary>The service limits what REPLICATE returns.</summary>
    const int MaxReplicatedLength = 10_000;

    /// <summary>No result can be longer than a page of results.</summary>
    const int MaxLength = 4 * 1024 * 1024;

    /// <summary>The texts one after another, or undefined when that is longer than any result may be.</summary>
    public static SqlValue Bounded(params ReadOnlySpan<string> parts)
    {
        var length = 0L;
        foreach (var part in parts)
        {
            length += part.Length;
        }

        return length <= MaxLength ? SqlValue.From(string.Concat(parts)) : SqlValue.Undefined;
    }

    static SqlFunction OnStringsWithCase(string name, Func<string, string, StringComparison, bool> test) => new(name, 2, 3, (arguments, _) =>
        (arguments[0], arguments[1]) is (SqlString text, SqlString part) && TryIgnoreCase(arguments, out var comparison)
            ? SqlValue.From(test(text.Value, part.Value, comparison))
            : SqlValue.Undefined);

    static bool TryIgnoreCase(IReadOnlyList<SqlValue> arguments, out StringComparison comparison)
    {
        var ignoreCase = arguments.Count > 2 ? arguments[2] : SqlValue.False;
        comparison = ignoreCase.IsTrue ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return ignoreCase is SqlBoolean;
    }

    static SqlFunction Trim(string name, Func<string, char[]?, string> trim) => new(name, 1, 2, (arguments, _) => arguments switch
    {
        [SqlString text] => SqlValue.From(trim(text.Value, null)),
        [SqlString text, SqlString characters] => SqlValue.From(characters.Value.Length == 0 ? text.Value : trim(text.Value, characters.Value.ToCharArray())),
        _ => SqlValue.Undefined,
    });

    static SqlValue Concat(IReadOnlyList<SqlValue> arguments, FunctionContext context)
    {
        var parts = arguments.OfType<SqlString>().Select(part => part.Value).ToArray();
        return parts.Length == arguments.Count ? Bounded(parts) : SqlValue.Undefined;
    }

    static SqlValue IndexOf(IReadOnlyList<SqlValue> arguments, FunctionContext context)
    {
        var start = 0;
        if ((arguments[0], arguments[1]) is not (SqlString text, SqlString part) || (arguments.Count > 2 && !TryCount(arguments[2], out start)))
        {
            return SqlValue.Undefined;
        }

        return SqlValue.From(start > text.Value.Length ? -1 : text.Value.IndexOf(part.Value, Math.Max(start, 0), StringComparison.Ordinal));
    }

    static SqlValue Replace(IReadOnlyList<SqlValue> arguments, FunctionContext context)
    {
        if ((arguments[0], arguments[1], arguments[2]) is not (SqlString text, SqlString old, SqlString replacement))
        {
            return SqlValue.Undefined;
        }

        if (old.Value.Length == 0)
        {
            return text;
        }

        // Each replaced piece grows by the difference: the bound is checked before anything is built.
        var growth = Math.Max(0L, replacement.Value.Length - old.Value.Length);
        return text.Value.Length + (text.Value.Length / old.Value.Length * growth) <= MaxLength
            ? SqlValue.From(text.Value.Replace(old.Value, replacement.Value, StringComparison.Ordinal))
            : SqlValue.Undefined;
    }

    static SqlValue Replicate(string text, int count) => count >= 0 && (long)text.Length * count <= MaxReplicatedLength
        ? SqlValue.From(string.Concat(Enumerable.Repeat(text, text.Length == 0 ? 0 : count)))
        : SqlValue.Undefined;

    static SqlValue Reverse(string text)
    {
        var characters = text.ToCharArray();
        Array.Reverse(characters);
        return SqlValue.From(new string(characters));
    }

    static SqlValue Substring(IReadOnlyList<SqlValue> arguments, FunctionContext context)
    {
        if (arguments[0] is not SqlString text || !TryCount(arguments[1], out var start) || !TryCount(arguments[2], out var length))
        {
            return SqlValue.Undefined;
        }

        var from = Math.Clamp(start, 0, text.Value.Length);
        return SqlValue.From(text.Value.Substring(from, Math.Clamp(length, 0, text.Value.Length - from)));
    }

    static SqlValue RegexMatch(IReadOnlyList<SqlValue> arguments, FunctionContext context)
    {
        var options = RegexOptions.None;
        if ((arguments[0], arguments[1]) is not (SqlString text, SqlString pattern)
            || (arguments.Count > 2 && !TryRegexOptions(arguments[2], out options))
            || context.Pattern(pattern.Value, options) is not { } regex)
        {
            return SqlValue.Undefined;
        }

        try
        {
            return SqlValue.From(regex.IsMatch(text.Value));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new SqlQueryException(0, 0, "SC3003", "The regular expression took too long to match.");
        }
    }

    static bool TryRegexOptions(SqlValue modifiers, out RegexOptions options)
    {
        options = RegexOptions.None;
        foreach (var modifier in modifiers is SqlString text ? text.Value : "?")
        {
            RegexOptions? option = modifier switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'x' => RegexOptions.IgnorePatternWhitespace,
                _ => null,
            };
            if (option is null)
            {
                return false;
            }

            options |= option.Value;
        }

        return true;
    }

    static SqlValue Split(string text, string separator) =>
        new SqlArray([.. text.Split(separator).Select(SqlValue.From)]);

    static SqlValue Join(IReadOnlyList<SqlValue> arguments, FunctionContext context)
    {
        if ((arguments[0], arguments[1]) is not (SqlArray array, SqlString separator) || !array.Items.All(item => item is SqlString))
        {
            return SqlValue.Undefined;
        }

        var parts = array.Items.Cast<SqlString>().Select(item => item.Value).ToList();
        return parts.Sum(part => (long)part.Length) + ((long)separator.Value.Length * parts.Count) <= MaxLength
            ? SqlValue.From(string.Join(separator.Value, parts))
            : SqlValue.Undefined;
    }
}
