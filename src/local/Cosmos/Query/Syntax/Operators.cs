namespace AssetFunctions.Local.Cosmos.Query.Syntax;

enum UnaryOperator
{
    Plus,
    Minus,
    BitwiseNot,
    Not,
}

enum LogicalOperator
{
    And,
    Or,
}

enum BinaryOperator
{
    Equal,
    NotEqual,
    LessThan,
    LessThanOrEqual,
    GreaterThan,
    GreaterThanOrEqual,
    Concat,
    BitwiseOr,
    BitwiseXor,
    BitwiseAnd,
    LeftShift,
    RightShift,
    UnsignedRightShift,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

enum AggregateKind
{
    Count,
    Sum,
    Avg,
    Min,
    Max,
    CountIf,
}

enum SubqueryKind
{
    Scalar,
    Exists,
    Array,
}

/// <summary>How operators are written and how tightly they bind.</summary>
static class OperatorText
{
    /// <summary>The level of =, &lt;, BETWEEN, IN and LIKE; AND, OR, NOT, ?? and ?: bind more loosely.</summary>
    public const int ComparisonPrecedence = 1;

    static readonly (BinaryOperator Operator, string Text, int Precedence)[] Table =
    [
        (BinaryOperator.Equal, "=", ComparisonPrecedence),
        (BinaryOperator.NotEqual, "!=", ComparisonPrecedence),
        (BinaryOperator.NotEqual, "<>", ComparisonPrecedence),
        (BinaryOperator.LessThan, "<", ComparisonPrecedence),
        (BinaryOperator.LessThanOrEqual, "<=", ComparisonPrecedence),
        (BinaryOperator.GreaterThan, ">", ComparisonPrecedence),
        (BinaryOperator.GreaterThanOrEqual, ">=", ComparisonPrecedence),
        (BinaryOperator.Concat, "||", 2),
        (BinaryOperator.BitwiseOr, "|", 3),
        (BinaryOperator.BitwiseXor, "^", 4),
        (BinaryOperator.BitwiseAnd, "&", 5),
        (BinaryOperator.LeftShift, "<<", 6),
        (BinaryOperator.RightShift, ">>", 6),
        (BinaryOperator.UnsignedRightShift, ">>>", 6),
        (BinaryOperator.Add, "+", 7),
        (BinaryOperator.Subtract, "-", 7),
        (BinaryOperator.Multiply, "*", 8),
        (BinaryOperator.Divide, "/", 8),
        (BinaryOperator.Modulo, "%", 8),
    ];

    static readonly Dictionary<string, (BinaryOperator Operator, int Precedence)> ByText =
        Table.ToDictionary(row => row.Text, row => (row.Operator, row.Precedence));

    static readonly Dictionary<BinaryOperator, string> ByOperator =
        Table.DistinctBy(row => row.Operator).ToDictionary(row => row.Operator, row => row.Text);

    public static bool TryGetBinary(string text, out BinaryOperator op, out int precedence)
    {
        var found = ByText.TryGetValue(text, out var row);
        (op, precedence) = row;
        return found;
    }

    public static string Of(BinaryOperator op) => ByOperator[op];

    public static string Of(LogicalOperator op) => op == LogicalOperator.And ? "AND" : "OR";

    public static string Of(UnaryOperator op) => op switch
    {
        UnaryOperator.Plus => "+",
        UnaryOperator.Minus => "-",
        UnaryOperator.BitwiseNot => "~",
        _ => "NOT ",
    };
}
