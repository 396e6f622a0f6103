using AssetFunctions.Local.Cosmos.Query.Syntax;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Evaluation;

/// <summary>
/// Operators on values. Operands of the wrong type give undefined; equality across types is false;
/// only two values of one scalar type can be ordered.
/// </summary>
static class Operators
{
    public static Func<SqlValue, SqlValue> Of(UnaryOperator op) => op switch
    {
        UnaryOperator.Not => Not,
        UnaryOperator.Minus => value => value is SqlNumber number ? SqlValue.From(-number.Value) : SqlValue.Undefined,
        UnaryOperator.Plus => value => value is SqlNumber ? value : SqlValue.Undefined,
        _ => value => TryInteger(value, out var bits) ? SqlValue.From(~bits) : SqlValue.Undefined,
    };

    public static Func<SqlValue, SqlValue, SqlValue> Of(BinaryOperator op) => op switch
    {
        BinaryOperator.Equal => Equal,
        BinaryOperator.NotEqual => (left, right) => Not(Equal(left, right)),
        BinaryOperator.LessThan => (left, right) => Ordered(left, right, order => order < 0),
        BinaryOperator.LessThanOrEqual => LessThanOrEqual,
        BinaryOperator.GreaterThan => (left, right) => Ordered(left, right, order => order > 0),
        BinaryOperator.GreaterThanOrEqual => GreaterThanOrEqual,
        BinaryOperator.Concat => Concat,
        BinaryOperator.BitwiseOr => (left, right) => OnIntegers(left, right, (a, b) => a | b),
        BinaryOperator.BitwiseXor => (left, right) => OnIntegers(left, right, (a, b) => a ^ b),
        BinaryOperator.BitwiseAnd => (left, right) => OnIntegers(left, right, (a, b) => a & b),
        BinaryOperator.LeftShift => (left, right) => OnIntegers(left, right, (a, b) => a << (int)b),
        BinaryOperator.RightShift => (left, right) => OnIntegers(left, right, (a, b) => a >> (int)b),
        BinaryOperator.UnsignedRightShift => (left, right) => OnIntegers(left, right, (a, b) => a >>> (int)b),
        BinaryOperator.Add => (left, right) => OnNumbers(left, right, (a, b) => a + b),
        BinaryOperator.Subtract => (left, right) => OnNumbers(left, right, (a, b) => a - b),
        BinaryOperator.Multiply => (left, right) => OnNumbers(left, right, (a, b) => a * b),
        BinaryOperator.Divide => (left, right) => OnNumbers(left, right, (a, b) => a / b),
        _ => (left, right) => OnNumbers(left, right, (a, b) => a % b),
    };

    public static SqlValue Equal(SqlValue left, SqlValue right) =>
        left.IsDefined && right.IsDefined ? SqlValue.From(left.Equals(right)) : SqlValue.Undefined;

    public static SqlValue LessThanOrEqual(SqlValue left, SqlValue right) => Ordered(left, right, order => order <= 0);

    public static SqlValue GreaterThanOrEqual(SqlValue left, SqlValue right) => Ordered(left, right, order => order >= 0);

    public static SqlValue Not(SqlValue value) => value is SqlBoolean boolean ? SqlValue.From(!boolean.Value) : SqlValue.Undefined;

    public static SqlValue And(SqlValue left, SqlValue right)
    {
        if (left.IsFalse || right.IsFalse)
        {
            return SqlValue.False;
        }

        return left.IsTrue && right.IsTrue ? SqlValue.True : SqlValue.Undefined;
    }

    static SqlValue Ordered(SqlValue left, SqlValue right, Func<int, bool> test) =>
        left.Type == right.Type && left.Type is SqlType.Null or SqlType.Boolean or SqlType.Number or SqlType.String
            ? SqlValue.From(test(ValueOrder.Instance.Compare(left, right)))
            : SqlValue.Undefined;

    static SqlValue Concat(SqlValue left, SqlValue right) =>
        (left, right) is (SqlString a, SqlString b) ? Functions.StringFunctions.Bounded(a.Value, b.Value) : SqlValue.Undefined;

    static SqlValue OnNumbers(SqlValue left, SqlValue right, Func<double, double, double> apply) =>
        (left, right) is (SqlNumber a, SqlNumber b) ? SqlValue.From(apply(a.Value, b.Value)) : SqlValue.Undefined;

    static SqlValue OnIntegers(SqlValue left, SqlValue right, Func<long, long, long> apply) =>
        TryInteger(left, out var a) && TryInteger(right, out var b) ? SqlValue.From(apply(a, b)) : SqlValue.Undefined;

    static bool TryInteger(SqlValue value, out long integer)
    {
        var isInteger = value is SqlNumber { IsInteger: true, Value: >= long.MinValue and < 9.2233720368547758E18 };
        integer = isInteger ? (long)((SqlNumber)value).Value : 0;
        return isInteger;
    }
}
