using AssetFunctions.LocalCosmos.Query.Values;

namespace AssetFunctions.LocalCosmos.Query.Syntax;

/// <summary>Scalar expressions, from the loosest operator to the tightest.</summary>
internal sealed partial class Parser
{
    Expression ReadExpression()
    {
        Enter();
        var expression = ReadConditional();
        Leave();
        return expression;
    }

    Expression ReadConditional()
    {
        var test = ReadCoalesce();
        if (!AcceptSymbol("?"))
        {
            return test;
        }

        var then = ReadExpression();
        ExpectSymbol(":");
        return Bounded(new Conditional(test, then, ReadExpression()));
    }

    Expression ReadCoalesce()
    {
        var value = ReadOr();
        while (AcceptSymbol("??"))
        {
            value = Bounded(new Coalesce(value, ReadOr()));
        }

        return value;
    }

    Expression ReadOr() => ReadChain(LogicalOperator.Or, ReadAnd);

    Expression ReadAnd() => ReadChain(LogicalOperator.And, ReadNot);

    Expression ReadChain(LogicalOperator op, Func<Expression> readTerm)
    {
        var first = readTerm();
        var keyword = OperatorText.Of(op);
        if (!Current.IsKeyword(keyword))
        {
            return first;
        }

        var terms = new List<Expression> { first };
        while (AcceptKeyword(keyword))
        {
            terms.Add(readTerm());
        }

        return Bounded(new Logical(op, [.. terms]));
    }

    Expression ReadNot() => Current.IsKeyword("NOT") ? ReadPrefix(UnaryOperator.Not, ReadNot) : ReadComparison();

    Expression ReadComparison()
    {
        var value = ReadBinary(OperatorText.ComparisonPrecedence);
        while (true)
        {
            var isNegated = Current.IsKeyword("NOT") && AcceptKeyword("NOT");
            if (AcceptKeyword("BETWEEN"))
            {
                value = ReadBetween(value, isNegated);
            }
            else if (AcceptKeyword("IN"))
            {
                ExpectSymbol("(");
                value = Bounded(new In(value, ReadList(ReadExpression), isNegated));
                ExpectSymbol(")");
            }
            else if (AcceptKeyword("LIKE"))
            {
                value = ReadLike(value, isNegated);
            }
            else
            {
                return isNegated ? throw SyntaxError(Current) : value;
            }
        }
    }

    Between ReadBetween(Expression value, bool isNegated)
    {
        var low = ReadOperand();
        ExpectKeyword("AND");
        return Bounded(new Between(value, low, ReadOperand(), isNegated));
    }

    Like ReadLike(Expression value, bool isNegated)
    {
        var pattern = ReadOperand();
        if (!AcceptKeyword("ESCAPE"))
        {
            return Bounded(new Like(value, pattern, escape: null, isNegated));
        }

        var escape = Current;
        return Accept(escape is { Kind: TokenKind.String, Text.Length: 1 })
            ? Bounded(new Like(value, pattern, escape.Text, isNegated))
            : throw SyntaxError(escape);
    }

    /// <summary>An operand of BETWEEN or LIKE: anything that binds more tightly than a comparison.</summary>
    Expression ReadOperand() => ReadBinary(OperatorText.ComparisonPrecedence + 1);

    Expression ReadBinary(int lowest)
    {
        var left = ReadUnary();
        while (Current.Kind == TokenKind.Symbol && OperatorText.TryGetBinary(Current.Text, out var op, out var precedence) && precedence >= lowest)
        {
            position++;
            left = Bounded(new Binary(op, left, ReadBinary(precedence + 1)));
        }

        return left;
    }

    Expression ReadUnary() => Current switch
    {
        { Kind: TokenKind.Symbol, Text: "-" } => ReadPrefix(UnaryOperator.Minus, ReadUnary),
        { Kind: TokenKind.Symbol, Text: "+" } => ReadPrefix(UnaryOperator.Plus, ReadUnary),
        { Kind: TokenKind.Symbol, Text: "~" } => ReadPrefix(UnaryOperator.BitwiseNot, ReadUnary),
        { Kind: TokenKind.Keyword, Text: "NOT" } => ReadPrefix(UnaryOperator.Not, ReadUnary),
        _ => ReadPath(),
    };

    Unary ReadPrefix(UnaryOperator op, Func<Expression> readOperand)
    {
        Enter();
        position++;
        var unary = Bounded(new Unary(op, readOperand()));
        Leave();
        return unary;
    }

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

    T Bounded<T>(T expression)
        where T : Expression => expression.Height <= MaxHeight ? expression : throw TooComplex();
}
