namespace AssetFunctions.Local.Cosmos.Query.Syntax;

/// <summary>FROM, JOIN and subqueries.</summary>
sealed partial class Parser
{
    NodeList<Source> ReadFrom()
    {
        if (!AcceptKeyword("FROM"))
        {
            return [];
        }

        var sources = new List<Source> { ReadSource() };
        while (AcceptKeyword("JOIN"))
        {
            sources.Add(sources.Count < MaxSources ? ReadSource() : throw TooComplex());
        }

        return [.. sources];
    }

    Source ReadSource()
    {
        var start = Current;
        if (Next.IsKeyword("IN"))
        {
            var element = ExpectIdentifier();
            ExpectKeyword("IN");
            return new Source(ReadCollection(), element, IsIteration: true, SpanFrom(start));
        }

        var collection = ReadCollection();
        return new Source(collection, ReadAlias(), IsIteration: false, SpanFrom(start));
    }

    Expression ReadCollection()
    {
        if (AcceptSymbol("("))
        {
            return ReadSubquery(SubqueryKind.Scalar);
        }

        var start = Current;
        Expression path = new Identifier(ExpectIdentifier(), SpanFrom(start));
        while (true)
        {
            if (AcceptSymbol("."))
            {
                path = Bounded(new Property(path, ExpectIdentifier()));
            }
            else if (AcceptSymbol("["))
            {
                path = Bounded(new Indexer(path, Current.Kind is TokenKind.Number or TokenKind.String ? ReadPrimary() : throw SyntaxError(Current)));
                ExpectSymbol("]");
            }
            else
            {
                return path;
            }
        }
    }

    /// <summary>The rest of a subquery, its opening parenthesis already read.</summary>
    Subquery ReadSubquery(SubqueryKind kind)
    {
        Enter();
        if (++subqueryNesting > MaxSubqueryNesting)
        {
            throw TooComplex();
        }

        var query = ReadQuery();
        ExpectSymbol(")");
        subqueryNesting--;
        Leave();
        return Bounded(new Subquery(kind, query));
    }
}
