using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>Parses the supported part of the query language; an error names any other construct.</summary>
sealed partial class Parser
{
    /// <summary>The service's limit, in characters.</summary>
    const int MaxTextLength = 512 * 1024;

    readonly string _text;
    readonly IReadOnlyDictionary<string, JsonElement> _parameters;
    readonly List<Token> _tokens;
    int _position;
    string? _alias;

    public Parser(string text, IReadOnlyDictionary<string, JsonElement> parameters)
    {
        if (text.Length > MaxTextLength)
        {
            throw new SqlQueryException(0, text.Length, "SC3001", $"The SQL query text exceeded the maximum limit of {MaxTextLength} characters.");
        }

        (_text, _parameters, _tokens) = (text, parameters, Lexer.Read(text));
    }

    Token Current => _tokens[_position];

    public Expression ReadCondition()
    {
        Expect("FROM");
        ReadFrom();
        var where = Accept("WHERE") ? ReadExpression() : new Literal(JsonValues.Of(true));
        ExpectEnd();
        return where;
    }

    public SqlQuery ReadQuery()
    {
        Expect("SELECT");
        if (_tokens.FindIndex(1, token => token.Is("SELECT")) is var inner and > 0)
        {
            throw Unsupported("A subquery", _tokens[inner]);
        }

        // The alias is declared after the selection that uses it.
        var from = _tokens.FindIndex(token => token.Is("FROM")) + 1;
        _position = from == 0 ? _tokens.Count - 1 : from;
        ReadFrom();
        var (end, fromText) = (_position, _text[_tokens[from].Start..EndOfLast]);
        _position = 1;
        var (isDistinct, top) = (Accept("DISTINCT"), Accept("TOP") ? ReadCount("TOP") : (long?)null);
        var query = ReadSelection(new SqlQuery
        {
            Texts = new QueryTexts(_alias ?? "", "", "", null, null, ""),
            Selection = new Literal(JsonValues.Undefined),
            IsDistinct = isDistinct,
            Top = top,
        });
        Expect("FROM");
        _position = end;
        query = ReadOrder(ReadWhere(query));
        query = query with { Texts = query.Texts with { From = fromText, Head = _text[..EndOfLast] } };
        if (Accept("OFFSET"))
        {
            query = query with { Offset = ReadCount("OFFSET") };
            Expect("LIMIT");
            query = query with { Limit = ReadCount("LIMIT") };
        }

        ExpectEnd();
        return Checked(query);
    }

    static SqlQuery Checked(SqlQuery query)
    {
        var hasWindow = query.Top is not null || query.Offset is not null;
        return query switch
        {
            { Top: not null, Offset: not null } => throw new SqlQueryException(0, 0, "SC2061", "TOP and OFFSET LIMIT cannot be used in the same query."),
            { Count: not null } when query.IsDistinct || query.OrderBy is not null || hasWindow => throw Unsupported("COUNT with DISTINCT, TOP, ORDER BY or OFFSET"),
            { IsDistinct: true } when query.OrderBy is not null || hasWindow => throw Unsupported("DISTINCT with TOP, ORDER BY or OFFSET"),
            _ => query,
        };
    }

    /// <summary><c>name</c>, <c>name alias</c> or <c>name AS alias</c>.</summary>
    void ReadFrom()
    {
        var name = ExpectIdentifier();
        if (Current.Is(".") || Current.Is("["))
        {
            throw Unsupported("FROM with a path", Current);
        }

        _alias = ReadAlias() ?? (Current.Is("IN") ? throw Unsupported("FROM … IN", Current) : name);
        if (Current.Is("JOIN"))
        {
            throw Unsupported("JOIN", Current);
        }
    }

    SqlQuery ReadSelection(SqlQuery query)
    {
        if (Accept("*"))
        {
            return query with { Selection = new MemberPath(_alias ?? "", []), Texts = query.Texts with { Selection = _alias ?? "" } };
        }

        if (Accept("VALUE"))
        {
            return ReadCountCall(query) ?? ReadValue(query);
        }

        var members = new List<(string? Name, Expression Value)>();
        var texts = new List<string>();
        do
        {
            var start = Current;
            var value = ReadExpression();
            var text = _text[start.Start..EndOfLast];
            var name = ReadAlias() ?? (value as MemberPath)?.LastName ?? $"${members.Count(member => member.Name![0] == '$') + 1}";
            if (members.Exists(member => member.Name == name))
            {
                throw Error(start, "SC2063", $"Property name '{name}' is specified more than once in the select list.");
            }

            members.Add((name, value));
            texts.Add($"{JsonSerializer.Serialize(name)}: {text}");
        }
        while (Accept(","));
        return query with { Selection = new Composition(members, isObject: true), Texts = query.Texts with { Selection = $"{{{string.Join(", ", texts)}}}" } };
    }

    SqlQuery ReadValue(SqlQuery query)
    {
        var start = Current.Start;
        var value = ReadExpression();
        return query with { IsValue = true, Selection = value, Texts = query.Texts with { Selection = _text[start..EndOfLast] } };
    }

    /// <summary><c>COUNT(…)</c>, or <c>[{"item": COUNT(…)}]</c> as a plan has it; null when something else is selected.</summary>
    SqlQuery? ReadCountCall(SqlQuery query)
    {
        string[] envelope = ["[", "{", "\"item\"", ":"];
        var isPartial = envelope.Index().All(part => _tokens.ElementAtOrDefault(_position + part.Index).Text == part.Item);
        var call = _position + (isPartial ? envelope.Length : 0);
        if (!string.Equals(_tokens[call].Text, "COUNT", StringComparison.OrdinalIgnoreCase) || !_tokens[call + 1].Is("("))
        {
            return null;
        }

        _position = call + 2;
        var argument = ReadExpression();
        var text = _text[_tokens[call].Start..Current.End];
        foreach (var closing in isPartial ? [")", "}", "]"] : new[] { ")" })
        {
            Expect(closing);
        }

        return query with { IsValue = true, Count = argument, IsPartialCount = isPartial, Texts = query.Texts with { Selection = text } };
    }

    SqlQuery ReadWhere(SqlQuery query)
    {
        if (!Accept("WHERE"))
        {
            return query;
        }

        var start = Current.Start;
        var where = ReadExpression();
        return query with { Where = where, Texts = query.Texts with { Where = _text[start..EndOfLast] } };
    }

    SqlQuery ReadOrder(SqlQuery query)
    {
        if (!Accept("ORDER"))
        {
            return query;
        }

        Expect("BY");
        var start = Current;
        if (ReadExpression() is not MemberPath { IsRoot: false } path)
        {
            throw Error(start, "SC2206", "Unsupported ORDER BY clause. ORDER BY item expression could not be mapped to a document path.");
        }

        var text = _text[start.Start..EndOfLast];
        var isDescending = !Accept("ASC") && Accept("DESC");
        return Current.Is(",")
            ? throw Unsupported("ORDER BY over several paths", Current)
            : query with { OrderBy = path, IsDescending = isDescending, Texts = query.Texts with { OrderBy = text } };
    }

    /// <summary>TOP, OFFSET and LIMIT take a number or a parameter, no other expression.</summary>
    long ReadCount(string clause)
    {
        var token = Current;
        var value = token.Kind is TokenKind.Literal or TokenKind.Parameter && token.Text[0] is not ('"' or '\'')
            ? ((Literal)ReadPrimary()).Value
            : throw Unexpected(token);
        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt32(out var count) ? count : throw Error(
            token, clause is "TOP" ? "SC2060" : "SC2062", $"The count of {clause} must be an integer from 0 to {uint.MaxValue}.");
    }

    /// <summary><c>AS name</c>, where AS may be left out.</summary>
    string? ReadAlias() => Accept("AS") || Current.Kind == TokenKind.Identifier ? ExpectIdentifier() : null;
}
