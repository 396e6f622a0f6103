namespace AssetFunctions.Local.Cosmos.Query.Syntax;

/// <summary>A whole query or subquery.</summary>
sealed record SelectQuery(SelectClause Select)
{
    /// <summary>FROM and its JOINs in order; empty when the query has no FROM.</summary>
    public NodeList<Source> Sources { get; init; } = [];

    public Expression? Where { get; init; }

    public NodeList<Expression> GroupBy { get; init; } = [];

    public NodeList<OrderByItem> OrderBy { get; init; } = [];

    public Expression? Offset { get; init; }

    public Expression? Limit { get; init; }

    /// <summary>Every expression that a clause of this query holds directly.</summary>
    public IEnumerable<Expression> Expressions =>
        Select.Selection.Expressions
            .Concat(Sources.Select(source => source.Collection))
            .Concat(GroupBy)
            .Concat(OrderBy.Select(item => item.Value))
            .Concat(new[] { Select.Top, Where, Offset, Limit }.OfType<Expression>());
}

sealed record SelectClause(Selection Selection)
{
    public bool IsDistinct { get; init; }

    public Expression? Top { get; init; }
}

abstract record Selection
{
    public abstract IEnumerable<Expression> Expressions { get; }
}

/// <summary><c>SELECT *</c></summary>
sealed record SelectAll(TextSpan Span = default) : Selection
{
    public override IEnumerable<Expression> Expressions => [];
}

/// <summary><c>SELECT VALUE e</c></summary>
sealed record SelectValue(Expression Value) : Selection
{
    public override IEnumerable<Expression> Expressions => [Value];
}

/// <summary><c>SELECT e AS a, …</c></summary>
sealed record SelectList(NodeList<SelectItem> Items) : Selection
{
    public override IEnumerable<Expression> Expressions => Items.Select(item => item.Value);
}

sealed record SelectItem(Expression Value, string? Alias, TextSpan Span = default);

/// <param name="Collection">What is read: a path expression or a <see cref="Subquery"/>.</param>
/// <param name="IsIteration"><c>x IN path</c> binds each element, <c>path AS x</c> the value itself.</param>
sealed record Source(Expression Collection, string? Alias, bool IsIteration, TextSpan Span = default);

/// <param name="Direction">As written; ascending when left out.</param>
sealed record OrderByItem(Expression Value, SortDirection? Direction, TextSpan Span = default)
{
    public bool IsDescending => Direction == SortDirection.Descending;
}

enum SortDirection
{
    Ascending,
    Descending,
}
