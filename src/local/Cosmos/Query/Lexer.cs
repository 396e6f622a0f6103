using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AssetFunctions.Local.Cosmos.Query;

enum TokenKind
{
    End,
    Identifier,
    Keyword,
    Parameter,
    Literal,
    Symbol,
}

/// <param name="Text">Keywords in capitals, everything else as written.</param>
/// <param name="Value">The value of a literal.</param>
readonly record struct Token(TokenKind Kind, string Text, int Start, int End, JsonElement Value = default)
{
    public bool Is(string text) => Kind is TokenKind.Keyword or TokenKind.Symbol && Text == text;
}

/// <summary>Splits SQL text into tokens, the last of which is always <see cref="TokenKind.End"/>.</summary>
static partial class Lexer
{
    /// <summary>Reserved words, case-insensitive. A member with such a name is written <c>c["order"]</c>, not <c>c.order</c>.</summary>
    static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "AND", "ARRAY", "AS", "ASC", "BETWEEN", "BY", "DESC", "DISTINCT", "ESCAPE", "EXISTS", "FALSE", "FROM", "GROUP", "IN", "JOIN",
        "LIKE", "LIMIT", "NOT", "NULL", "OFFSET", "OR", "ORDER", "SELECT", "TOP", "TRUE", "UDF", "UNDEFINED", "VALUE", "WHERE",
    };

    /// <exception cref="SqlQueryException">The text contains an invalid token.</exception>
    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        var position = 0;
        foreach (var match in Tokens().EnumerateMatches(text))
        {
            position = match.Index + match.Length;
            var value = text[match.Index..position];
            if (!char.IsWhiteSpace(value[0]) && !value.StartsWith("--", StringComparison.Ordinal) && !value.StartsWith("/*", StringComparison.Ordinal))
            {
                tokens.Add(Classify(value, match.Index, position));
            }
        }

        tokens.Add(new Token(TokenKind.End, "", text.Length, text.Length));
        return position == text.Length ? tokens : throw Invalid(text[position..], position, position + 1);
    }

    static Token Classify(string value, int start, int end) => value[0] switch
    {
        '_' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or > '\x7f' => Keywords.Contains(value)
            ? new Token(TokenKind.Keyword, value.ToUpperInvariant(), start, end)
            : new Token(TokenKind.Identifier, value, start, end),
        '@' => new Token(TokenKind.Parameter, value, start, end),
        '"' or '\'' or (>= '0' and <= '9') => new Token(TokenKind.Literal, value, start, end, ReadLiteral(value, start, end)),
        _ => new Token(TokenKind.Symbol, value, start, end),
    };

    static JsonElement ReadLiteral(string value, int start, int end)
    {
        try
        {
            var literal = JsonElement.Parse(value[0] is '"' or '\'' ? ToJson(value) : value);
            var isReadable = literal.ValueKind == JsonValueKind.String ? literal.GetString() is not null : double.IsFinite(literal.GetDouble());
            return isReadable ? literal : throw Invalid(value, start, end);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or ArgumentException)
        {
            throw Invalid(value, start, end);
        }
    }

    // The escapes are those of JSON, plus an escaped apostrophe.
    static string ToJson(string value)
    {
        var json = new StringBuilder("\"");
        for (var i = 1; i < value.Length - 1; i++)
        {
            _ = value[i] switch
            {
                '\\' when value[++i] == '\'' => json.Append('\''),
                '\\' => json.Append('\\').Append(value[i]),
                '"' => json.Append("\\\""),
                < ' ' => json.Append($"\\u{(int)value[i]:x4}"),
                _ => json.Append(value[i]),
            };
        }

        return json.Append('"').ToString();
    }

    static SqlQueryException Invalid(string rest, int start, int end) => new(
        start, end, "SC1010", $"Syntax error, invalid token '{rest[..Math.Min(end - start, 100)]}'.");

    [GeneratedRegex(
        """
        \G(?:
          \s+ | --[^\r\n]* | /\*(?:[^*]|\*(?!/))*\*/
        | @?[\p{L}_][\p{L}\p{Nd}_]*
        | [0-9][\p{L}\p{Nd}_.]*(?:(?<=[eE])[+-][0-9]+)?
        | "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*'
        | <= | >= | != | <> | \|\| | \?\? | << | >>>? | [()\[\]{},.:?=<>+\-*/%&|^~]
        )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline,
        10_000)]
    private static partial Regex Tokens();
}
