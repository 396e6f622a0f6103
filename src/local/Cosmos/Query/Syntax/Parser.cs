using System.Runtime.CompilerServices;

namespace AssetFunctions.Local.Cosmos.Query.Syntax;

/// <summary>
/// Recursive descent over the grammar of the service. Depth and counts are bounded here,
/// so that everything that later walks the tree may recurse.
/// </summary>
sealed partial class Parser
{
    /// <summary>The service refuses longer texts.</summary>
    const int MaxTextLength = 512 * 1024;

    const int MaxHeight = 256;
    const int MaxSubqueryNesting = 24;
    const int MaxSources = 24;

    readonly IReadOnlyList<Token> tokens;
    int position;
    int nesting;
    int subqueryNesting;

    Parser(IReadOnlyList<Token> tokens) => this.tokens = tokens;

    Token Current => tokens[position];

    Token Next => tokens[Math.Min(position + 1, tokens.Count - 1)];

    public static SelectQuery ParseQuery(string text)
    {
        var parser = For(text);
        var query = parser.ReadQuery();
        parser.ExpectEnd();
        return query;
    }

    /// <summary>Parses <c>FROM c WHERE …</c>, the form of a patch condition, as the query that yields true for a match.</summary>
    public static SelectQuery ParseCondition(string text)
    {
        var parser = For(text);
        var select = new SelectClause(new SelectValue(new Literal(Values.SqlValue.True)));
        var condition = new SelectQuery(select) { Sources = parser.ReadFrom(), Where = parser.ReadWhere() };
        parser.ExpectEnd();
        return condition.Sources.Count > 0 ? condition : throw parser.SyntaxError(parser.tokens[0]);
    }

    static Parser For(string text) => text.Length <= MaxTextLength
        ? new Parser(Lexer.Read(text))
        : throw new SqlQueryException(0, text.Length, "SC3001", $"The SQL query text exceeded the maximum limit of {MaxTextLength} characters.");

    SelectQuery ReadQuery()
    {
        var query = new SelectQuery(ReadSelect())
        {
            Sources = ReadFrom(),
            Where = ReadWhere(),
            GroupBy = ReadGroupBy(),
            OrderBy = ReadOrderBy(),
        };
        if (!AcceptKeyword("OFFSET"))
        {
            return query;
        }

        var offset = ReadCount("OFFSET");
        ExpectKeyword("LIMIT");
        return query with { Offset = offset, Limit = ReadCount("LIMIT") };
    }

    SelectClause ReadSelect()
    {
        ExpectKeyword("SELECT");
        var isDistinct = AcceptKeyword("DISTINCT");
        var top = AcceptKeyword("TOP") ? ReadCount("TOP") : null;
        return new SelectClause(ReadSelection()) { IsDistinct = isDistinct, Top = top };
    }

    /// <summary>TOP, OFFSET and LIMIT take a number or a parameter, no other expression.</summary>
    Expression ReadCount(string clause)
    {
        var token = Current;
        if (token.Kind is not (TokenKind.Number or TokenKind.Parameter))
        {
            throw SyntaxError(token);
        }

        var count = ReadPrimary();
        return count is not Literal literal || Counts.TryRead(literal.Value, out _)
            ? count
            : throw Counts.Invalid(clause, new TextSpan(token.Start, token.End));
    }

    Selection ReadSelection()
    {
        var start = Current;
        if (AcceptSymbol("*"))
        {
            return new SelectAll(SpanFrom(start));
        }

        return AcceptKeyword("VALUE") ? new SelectValue(ReadExpression()) : new SelectList(ReadList(ReadSelectItem));
    }

    SelectItem ReadSelectItem()
    {
        var start = Current;
        var value = ReadExpression();
        return new SelectItem(value, ReadAlias(), SpanFrom(start));
    }

    /// <summary><c>AS name</c>, where AS may be left out.</summary>
    string? ReadAlias() => AcceptKeyword("AS") || Current.Kind == TokenKind.Identifier ? ExpectIdentifier() : null;

    Expression? ReadWhere() => AcceptKeyword("WHERE") ? ReadExpression() : null;

    NodeList<Expression> ReadGroupBy()
    {
        if (!AcceptKeyword("GROUP"))
        {
            return [];
        }

        ExpectKeyword("BY");
        return ReadList(ReadExpression);
    }

    NodeList<OrderByItem> ReadOrderBy()
    {
        if (!AcceptKeyword("ORDER"))
        {
            return [];
        }

        ExpectKeyword("BY");
        return ReadList(ReadOrderByItem);
    }

    OrderByItem ReadOrderByItem()
    {
        var start = Current;
        var value = ReadExpression();
        SortDirection? direction = AcceptKeyword("ASC") ? SortDirection.Ascending
            : AcceptKeyword("DESC") ? SortDirection.Descending
            : null;
        return new OrderByItem(value, direction, SpanFrom(start));
    }

    NodeList<T> ReadList<T>(Func<T> readItem)
    {
        var items = new List<T>();
        do
        {
            items.Add(readItem());
        }
        while (AcceptSymbol(","));
        return [.. items];
    }

    bool AcceptKeyword(string keyword) => Accept(Current.IsKeyword(keyword));

    bool AcceptSymbol(string symbol) => Accept(Current.IsSymbol(symbol));

    bool Accept(bool isMatch)
    {
        position += isMatch ? 1 : 0;
        return isMatch;
    }

    void ExpectKeyword(string keyword)
    {
        if (!AcceptKeyword(keyword))
        {
            throw SyntaxError(Current);
        }
    }

    void ExpectSymbol(string symbol)
    {
        if (!AcceptSymbol(symbol))
        {
            throw SyntaxError(Current);
        }
    }

    string ExpectIdentifier()
    {
        var token = Current;
        return Accept(token.Kind == TokenKind.Identifier) ? token.Text : throw SyntaxError(token);
    }

    void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End)
        {
            throw SyntaxError(Current);
        }
    }

    TextSpan SpanFrom(Token start) => new(start.Start, tokens[position - 1].End);

    void Enter()
    {
        if (++nesting > MaxHeight || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw TooComplex();
        }
    }

    void Leave() => nesting--;

    SqlQueryException SyntaxError(Token token) =>
        new(token.Start, token.End, "SC1001", $"Syntax error, incorrect syntax near '{token.Text}'.");

    SqlQueryException TooComplex() =>
        new(Current.Start, Current.End, "SC3002", "The SQL query exceeded the maximum allowed depth or number of joins.");
}
