namespace AssetFunctions.Local.Cosmos.Query.Syntax;

/// <summary>Operators, from the loosest to the tightest.</summary>
sealed partial class Parser
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

    T Bounded<T>(T expression)
        where T : Expression => expression.Height <= MaxHeight ? expression : throw TooComplex();
}
