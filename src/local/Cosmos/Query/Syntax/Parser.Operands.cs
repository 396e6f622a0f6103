using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Syntax;

/// <summary>What operators stand between: paths, literals, calls and everything in brackets.</summary>
sealed partial class Parser
{
    Expression ReadPath()
    {
        var start = Current;
        var path = ReadPrimary();
        while (true)
        {
            if (AcceptSymbol("."))
            {
                path = Bounded(new Property(path, ExpectIdentifier(), SpanFrom(start)));
            }
            else if (AcceptSymbol("["))
            {
                var index = ReadExpression();
                ExpectSymbol("]");
                path = Bounded(new Indexer(path, index, SpanFrom(start)));
            }
            else
            {
                return path;
            }
        }
    }

    Expression ReadPrimary()
    {
        var token = Current;
        position += token.Kind == TokenKind.End ? 0 : 1;
        return token switch
        {
            { Kind: TokenKind.Number } => new Literal(SqlValue.From(token.Number)),
            { Kind: TokenKind.String } => new Literal(SqlValue.From(token.Text)),
            { Kind: TokenKind.Parameter } => new Parameter(token.Text, new TextSpan(token.Start, token.End)),
            { Kind: TokenKind.Identifier } when Current.IsSymbol("(") => ReadCall(token, token.Text),
            { Kind: TokenKind.Identifier } => new Identifier(token.Text, new TextSpan(token.Start, token.End)),
            { Kind: TokenKind.Symbol } => ReadBracketed(token),
            { Kind: TokenKind.Keyword } => ReadKeyword(token),
            _ => throw SyntaxError(token),
        };
    }

    Expression ReadKeyword(Token keyword)
    {
        switch (keyword.Text)
        {
            case "TRUE":
                return new Literal(SqlValue.True);
            case "FALSE":
                return new Literal(SqlValue.False);
            case "NULL":
                return new Literal(SqlValue.Null);
            case "UNDEFINED":
                return new Literal(SqlValue.Undefined);
            case "EXISTS":
                ExpectSymbol("(");
                return ReadSubquery(SubqueryKind.Exists);
            case "ARRAY":
                ExpectSymbol("(");
                return ReadSubquery(SubqueryKind.Array);
            case "UDF":
                ExpectSymbol(".");
                return ReadCall(keyword, "udf." + ExpectIdentifier());
            default:
                throw SyntaxError(keyword);
        }
    }

    Expression ReadBracketed(Token opening)
    {
        switch (opening.Text)
        {
            case "(" when Current.IsKeyword("SELECT"):
                return ReadSubquery(SubqueryKind.Scalar);
            case "(":
                var inner = ReadExpression();
                ExpectSymbol(")");
                return inner;
            case "[":
                return Bounded(new ArrayLiteral(ReadUntil("]", ReadExpression)));
            case "{":
                return Bounded(new ObjectLiteral(ReadUntil("}", ReadMember)));
            default:
                throw SyntaxError(opening);
        }
    }

    ObjectMember ReadMember()
    {
        var name = Current;
        if (!Accept(name.Kind is TokenKind.String or TokenKind.Identifier))
        {
            throw SyntaxError(name);
        }

        ExpectSymbol(":");
        return new ObjectMember(name.Text, ReadExpression());
    }

    Expression ReadCall(Token start, string name)
    {
        ExpectSymbol("(");
        var arguments = ReadUntil(")", ReadExpression);
        return arguments.Count == 1 && AggregateNames.TryGet(name, out var kind)
            ? Bounded(new AggregateCall(kind, arguments[0], SpanFrom(start)))
            : Bounded(new FunctionCall(name, arguments, SpanFrom(start)));
    }

    /// <summary>A list that may be empty, up to and including its closing symbol.</summary>
    NodeList<T> ReadUntil<T>(string closing, Func<T> readItem)
    {
        if (AcceptSymbol(closing))
        {
            return [];
        }

        var items = ReadList(readItem);
        ExpectSymbol(closing);
        return items;
    }
}
