using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>Parses expressions, from the operator that binds loosest to the one that binds tightest.</summary>
sealed partial class Parser
{
    const int MaxNesting = 256;

    /// <summary>Constructs that only the service supports, by the keyword that identifies them.</summary>
    static readonly Dictionary<string, string> UnsupportedKeywords = new(StringComparer.Ordinal)
    {
        ["GROUP"] = "GROUP BY",
        ["LIKE"] = "LIKE",
        ["BETWEEN"] = "BETWEEN",
        ["UDF"] = "A user-defined function",
    };

    int _nesting;

    int EndOfLast => _position == 0 ? 0 : _tokens[_position - 1].End;

    Expression ReadExpression()
    {
        if (++_nesting > MaxNesting)
        {
            throw Error(Current, "SC3002", "The SQL query exceeded the maximum allowed depth.");
        }

        var expression = ReadChain("OR", () => ReadChain("AND", ReadNot));
        _nesting--;
        return expression;
    }

    Expression ReadChain(string keyword, Func<Expression> readTerm)
    {
        var first = readTerm();
        if (!Current.Is(keyword))
        {
            return first;
        }

        var terms = new List<Expression> { first };
        while (Accept(keyword))
        {
            terms.Add(readTerm());
        }

        return new Chain(keyword == "AND", terms);
    }

    Expression ReadNot()
    {
        var isNegated = false;
        while (Accept("NOT"))
        {
            isNegated = !isNegated;
        }

        var operand = ReadComparison();
        return isNegated ? new Not(operand) : operand;
    }

    Expression ReadComparison()
    {
        var left = ReadPath();
        var token = Current;
        if (token.Text is "=" or "!=" or "<>" or "<" or "<=" or ">" or ">=" && token.Kind == TokenKind.Symbol)
        {
            _position++;
            return new Comparison(token.Text, left, ReadPath());
        }

        var isNegated = Accept("NOT");
        if (!Accept("IN"))
        {
            return isNegated ? throw Unexpected(Current) : left;
        }

        Expect("(");
        var items = ReadList(ReadExpression);
        Expect(")");
        return isNegated ? new Not(new In(left, items)) : new In(left, items);
    }

    Expression ReadPath()
    {
        var token = Current;
        var start = ReadPrimary();
        var steps = new List<JsonElement>();
        while (Current.Is(".") || Current.Is("["))
        {
            if (Accept("."))
            {
                steps.Add(JsonValues.Of(ExpectIdentifier()));
                continue;
            }

            Expect("[");
            steps.Add(ReadPrimary() is Literal literal ? literal.Value : throw Unsupported("An index that is neither a literal nor a parameter", token));
            Expect("]");
        }

        return steps.Count == 0 ? start
            : start is MemberPath { IsRoot: true } ? new MemberPath(_alias!, steps)
            : start is Literal parameter ? new Literal(new MemberPath("", steps).Evaluate(parameter.Value))
            : throw Unsupported("A member of an expression", token);
    }

    Expression ReadPrimary()
    {
        var token = Current;
        _position += token.Kind == TokenKind.End ? 0 : 1;
        switch (token)
        {
            case { Kind: TokenKind.Literal }:
                return new Literal(token.Value);
            case { Text: "-" } when Current is { Kind: TokenKind.Literal, Value.ValueKind: JsonValueKind.Number } number:
                _position++;
                return new Literal(JsonElement.Parse("-" + number.Text));
            case { Kind: TokenKind.Parameter }:
                return _parameters.TryGetValue(token.Text, out var value) ? new Literal(value) : throw Unresolved(token);
            case { Kind: TokenKind.Identifier } when Current.Is("("):
                return ReadCall(token);
            case { Kind: TokenKind.Identifier }:
                return token.Text == _alias ? new MemberPath(_alias, []) : throw Unresolved(token);
            default:
                return ReadConstant(token) ?? ReadBracketed(token);
        }
    }

    static Literal? ReadConstant(Token token) => token switch
    {
        { Kind: TokenKind.Keyword, Text: "TRUE" } => new Literal(JsonValues.Of(true)),
        { Kind: TokenKind.Keyword, Text: "FALSE" } => new Literal(JsonValues.Of(false)),
        { Kind: TokenKind.Keyword, Text: "NULL" } => new Literal(JsonValues.Null),
        { Kind: TokenKind.Keyword, Text: "UNDEFINED" } => new Literal(JsonValues.Undefined),
        _ => null,
    };

    Expression ReadBracketed(Token opening)
    {
        if (opening.Is("("))
        {
            var inner = ReadExpression();
            Expect(")");
            return inner;
        }

        if (!opening.Is("[") && !opening.Is("{"))
        {
            throw Unexpected(opening);
        }

        var isObject = opening.Is("{");
        var closing = isObject ? "}" : "]";
        var parts = Current.Is(closing) ? [] : ReadList(() => (isObject ? ReadName() : null, ReadExpression()));
        Expect(closing);
        var composition = new Composition(parts, isObject);
        return parts.All(part => part.Item2 is Literal) ? new Literal(composition.Evaluate(default)) : composition;
    }

    string? ReadName()
    {
        var token = Current;
        _position++;
        var name = token switch
        {
            { Kind: TokenKind.Identifier } => token.Text,
            { Kind: TokenKind.Literal, Value.ValueKind: JsonValueKind.String } => token.Value.GetString(),
            _ => throw Unexpected(token),
        };
        Expect(":");
        return name;
    }

    Expression ReadCall(Token name)
    {
        Expect("(");
        var arguments = Current.Is(")") ? [] : ReadList(ReadExpression);
        Expect(")");
        var isTest = Call.Takes(name.Text, arguments.Count);
        return (isTest ?? TextCall.Takes(name.Text, arguments.Count)) switch
        {
            true => isTest is null ? new TextCall(name.Text, arguments) : new Call(name.Text, arguments),
            false => throw Error(name, "SC2050", $"The function {name.Text} does not take {arguments.Count} argument(s)."),
            null when string.Equals(name.Text, "COUNT", StringComparison.OrdinalIgnoreCase) => throw Unsupported("COUNT other than as SELECT VALUE COUNT(…)", name),
            null => throw Unsupported($"The function {name.Text}", name),
        };
    }

    List<T> ReadList<T>(Func<T> readItem)
    {
        var items = new List<T>();
        do
        {
            items.Add(readItem());
        }
        while (Accept(","));
        return items;
    }

    bool Accept(string text)
    {
        var isMatch = Current.Is(text);
        _position += isMatch ? 1 : 0;
        return isMatch;
    }

    void Expect(string text)
    {
        if (!Accept(text))
        {
            throw Unexpected(Current);
        }
    }

    string ExpectIdentifier()
    {
        var token = Current;
        _position += token.Kind == TokenKind.Identifier ? 1 : 0;
        return token.Kind == TokenKind.Identifier ? token.Text : throw Unexpected(token);
    }

    void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End)
        {
            throw Unexpected(Current);
        }
    }

    static SqlQueryException Unexpected(Token token) => token switch
    {
        { Kind: TokenKind.Keyword } when UnsupportedKeywords.TryGetValue(token.Text, out var construct) => Unsupported(construct, token),
        { Kind: TokenKind.Symbol, Text: "?" or "??" or "||" or "+" or "-" or "*" or "/" or "%" or "&" or "|" or "^" or "~" or "<<" or ">>" or ">>>" } =>
            Unsupported($"The operator '{token.Text}'", token),
        _ => Error(token, "SC1001", $"Syntax error, incorrect syntax near '{token.Text}'."),
    };

    static SqlQueryException Unsupported(string construct, Token token = default) =>
        Error(token, "Unsupported", $"{construct} is not supported by this local server; Azure Cosmos DB may support it.");

    static SqlQueryException Unresolved(Token token) => Error(token, "SC2001", $"Identifier '{token.Text}' could not be resolved.");

    static SqlQueryException Error(Token token, string code, string message) => new(token.Start, token.End, code, message);
}
