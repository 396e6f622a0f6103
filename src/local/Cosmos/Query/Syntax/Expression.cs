using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Syntax;

/// <summary>A scalar expression. Compared by structure.</summary>
abstract record Expression
{
    /// <summary>Direct operands; the inside of a subquery is not among them.</summary>
    public virtual IEnumerable<Expression> Operands => [];

    /// <summary>Levels of the tree below and including this node.</summary>
    public int Height { get; protected init; } = 1;

    /// <summary>This node and all below it, subqueries excluded.</summary>
    public IEnumerable<Expression> SelfAndDescendants => Operands.SelectMany(operand => operand.SelfAndDescendants).Prepend(this);

    protected static int Above(params ReadOnlySpan<Expression?> operands)
    {
        var height = 0;
        foreach (var operand in operands)
        {
            height = Math.Max(height, operand?.Height ?? 0);
        }

        return height + 1;
    }

    protected static int Above(IEnumerable<Expression> operands) => operands.Select(operand => operand.Height).DefaultIfEmpty().Max() + 1;
}

sealed record Literal(SqlValue Value) : Expression;

/// <summary>The alias of a source.</summary>
sealed record Identifier(string Name, TextSpan Span = default) : Expression;

/// <param name="Name">With the leading @.</param>
sealed record Parameter(string Name, TextSpan Span = default) : Expression;

/// <summary><c>target.name</c></summary>
sealed record Property : Expression
{
    public Property(Expression target, string name, TextSpan span = default) =>
        (Target, Name, Span, Height) = (target, name, span, Above(target));

    public Expression Target { get; }

    public string Name { get; }

    public TextSpan Span { get; }

    public override IEnumerable<Expression> Operands => [Target];
}

/// <summary><c>target[index]</c>, by position or by name.</summary>
sealed record Indexer : Expression
{
    public Indexer(Expression target, Expression index, TextSpan span = default) =>
        (Target, Index, Span, Height) = (target, index, span, Above(target, index));

    public Expression Target { get; }

    public Expression Index { get; }

    public TextSpan Span { get; }

    public override IEnumerable<Expression> Operands => [Target, Index];
}

sealed record Unary : Expression
{
    public Unary(UnaryOperator op, Expression operand) => (Operator, Operand, Height) = (op, operand, Above(operand));

    public UnaryOperator Operator { get; }

    public Expression Operand { get; }

    public override IEnumerable<Expression> Operands => [Operand];
}

sealed record Binary : Expression
{
    public Binary(BinaryOperator op, Expression left, Expression right) =>
        (Operator, Left, Right, Height) = (op, left, right, Above(left, right));

    public BinaryOperator Operator { get; }

    public Expression Left { get; }

    public Expression Right { get; }

    public override IEnumerable<Expression> Operands => [Left, Right];
}

/// <summary>A chain of one logical operator. One node however long, since clients write filters with a thousand terms.</summary>
sealed record Logical : Expression
{
    public Logical(LogicalOperator op, NodeList<Expression> terms) => (Operator, Terms, Height) = (op, terms, Above(terms));

    public LogicalOperator Operator { get; }

    public NodeList<Expression> Terms { get; }

    public override IEnumerable<Expression> Operands => Terms;
}

sealed record Between : Expression
{
    public Between(Expression value, Expression low, Expression high, bool isNegated) =>
        (Value, Low, High, IsNegated, Height) = (value, low, high, isNegated, Above(value, low, high));

    public Expression Value { get; }

    public Expression Low { get; }

    public Expression High { get; }

    public bool IsNegated { get; }

    public override IEnumerable<Expression> Operands => [Value, Low, High];
}

sealed record In : Expression
{
    public In(Expression value, NodeList<Expression> items, bool isNegated) =>
        (Value, Items, IsNegated, Height) = (value, items, isNegated, Math.Max(Above(value), Above(items)));

    public Expression Value { get; }

    public NodeList<Expression> Items { get; }

    public bool IsNegated { get; }

    public override IEnumerable<Expression> Operands => Items.Prepend(Value);
}

sealed record Like : Expression
{
    public Like(Expression value, Expression pattern, string? escape, bool isNegated) =>
        (Value, Pattern, Escape, IsNegated, Height) = (value, pattern, escape, isNegated, Above(value, pattern));

    public Expression Value { get; }

    public Expression Pattern { get; }

    /// <summary>One character, or null when the pattern has no escape.</summary>
    public string? Escape { get; }

    public bool IsNegated { get; }

    public override IEnumerable<Expression> Operands => [Value, Pattern];
}

/// <summary><c>test ? then : otherwise</c></summary>
sealed record Conditional : Expression
{
    public Conditional(Expression test, Expression then, Expression otherwise) =>
        (Test, Then, Otherwise, Height) = (test, then, otherwise, Above(test, then, otherwise));

    public Expression Test { get; }

    public Expression Then { get; }

    public Expression Otherwise { get; }

    public override IEnumerable<Expression> Operands => [Test, Then, Otherwise];
}

/// <summary><c>value ?? fallback</c>: the fallback stands in for undefined, not for null.</summary>
sealed record Coalesce : Expression
{
    public Coalesce(Expression value, Expression fallback) => (Value, Fallback, Height) = (value, fallback, Above(value, fallback));

    public Expression Value { get; }

    public Expression Fallback { get; }

    public override IEnumerable<Expression> Operands => [Value, Fallback];
}

sealed record ArrayLiteral : Expression
{
    public ArrayLiteral(NodeList<Expression> items) => (Items, Height) = (items, Above(items));

    public NodeList<Expression> Items { get; }

    public override IEnumerable<Expression> Operands => Items;
}

sealed record ObjectLiteral : Expression
{
    public ObjectLiteral(NodeList<ObjectMember> members) =>
        (Members, Height) = (members, Above(members.Select(member => member.Value)));

    public NodeList<ObjectMember> Members { get; }

    public override IEnumerable<Expression> Operands => Members.Select(member => member.Value);
}

sealed record ObjectMember(string Name, Expression Value);

sealed record FunctionCall : Expression
{
    public FunctionCall(string name, NodeList<Expression> arguments, TextSpan span = default) =>
        (Name, Arguments, Span, Height) = (name, arguments, span, Above(arguments));

    public string Name { get; }

    public NodeList<Expression> Arguments { get; }

    public TextSpan Span { get; }

    public override IEnumerable<Expression> Operands => Arguments;
}

/// <summary><c>COUNT(e)</c> and its kin, evaluated over a group of rows.</summary>
sealed record AggregateCall : Expression
{
    public AggregateCall(AggregateKind kind, Expression argument, TextSpan span = default) =>
        (Kind, Argument, Span, Height) = (kind, argument, span, Above(argument));

    public AggregateKind Kind { get; }

    public Expression Argument { get; }

    public TextSpan Span { get; }

    public override IEnumerable<Expression> Operands => [Argument];
}

sealed record Subquery : Expression
{
    public Subquery(SubqueryKind kind, SelectQuery query) => (Kind, Query, Height) = (kind, query, Above(query.Expressions));

    public SubqueryKind Kind { get; }

    public SelectQuery Query { get; }
}

/// <summary>Text that the client replaces before it sends the query; only plans contain it.</summary>
sealed record Placeholder(string Text) : Expression;
