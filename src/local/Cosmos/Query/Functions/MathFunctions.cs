using AssetFunctions.Local.Cosmos.Query.Values;
using static AssetFunctions.Local.Cosmos.Query.Functions.Signatures;

namespace AssetFunctions.Local.Cosmos.Query.Functions;

/// <summary>Functions on doubles, and the Int family on 64-bit integers.</summary>
static class MathFunctions
{
    public static readonly IReadOnlyList<SqlFunction> All =
    [
        OnNumber("ABS", Math.Abs),
        OnNumber("CEILING", Math.Ceiling),
        OnNumber("FLOOR", Math.Floor),
        new("ROUND", 1, 2, Round),
        OnNumber("TRUNC", Math.Truncate),
        OnNumber("SIGN", x => Math.Sign(x)),
        OnNumber("SQRT", Math.Sqrt),
        OnNumber("SQUARE", x => x * x),
        OnNumbers("POWER", Math.Pow),
        OnNumber("EXP", Math.Exp),
        new("LOG", 1, 2, Log),
        OnNumber("LOG10", Math.Log10),
        OnNumber("SIN", Math.Sin),
        OnNumber("COS", Math.Cos),
        OnNumber("TAN", Math.Tan),
        OnNumber("COT", x => 1 / Math.Tan(x)),
        OnNumber("ASIN", Math.Asin),
        OnNumber("ACOS", Math.Acos),
        OnNumber("ATAN", Math.Atan),
        OnNumbers("ATN2", Math.Atan2),
        OnNumber("DEGREES", double.RadiansToDegrees),
        OnNumber("RADIANS", double.DegreesToRadians),
        new("PI", 0, 0, (_, _) => SqlValue.From(Math.PI)),
        new("NUMBERBIN", 1, 2, NumberBin),
        OnIntegers("INTADD", (x, y) => SqlValue.From(unchecked(x + y))),
        OnIntegers("INTSUB", (x, y) => SqlValue.From(unchecked(x - y))),
        OnIntegers("INTMUL", (x, y) => SqlValue.From(unchecked(x * y))),
        OnIntegers("INTDIV", (x, y) => y is 0 or -1 ? Negated(x, y) : SqlValue.From(x / y)),
        OnIntegers("INTMOD", (x, y) => y switch
        {
            0 => SqlValue.Undefined,
            -1 => SqlValue.From(0),
            _ => SqlValue.From(x % y),
        }),
        OnIntegers("INTBITAND", (x, y) => SqlValue.From(x & y)),
        OnIntegers("INTBITOR", (x, y) => SqlValue.From(x | y)),
        OnIntegers("INTBITXOR", (x, y) => SqlValue.From(x ^ y)),
        OnIntegers("INTBITLEFTSHIFT", (x, y) => SqlValue.From(x << (int)y)),
        OnIntegers("INTBITRIGHTSHIFT", (x, y) => SqlValue.From(x >> (int)y)),
        new("INTBITNOT", 1, 1, (arguments, _) => TryInteger(arguments[0], out var x) ? SqlValue.From(~x) : SqlValue.Undefined),
    ];

    /// <summary>Division by zero is undefined; by minus one it must not trap on the smallest integer.</summary>
    static SqlValue Negated(long x, long divisor) => divisor == 0 ? SqlValue.Undefined : SqlValue.From(unchecked(-x));

    /// <summary>Rounds halves away from zero, to as many decimal places as the second argument says.</summary>
    static SqlValue Round(IReadOnlyList<SqlValue> arguments, FunctionContext context)
    {
        const int mostDigits = 15;
        var digits = 0;
        if (arguments[0] is not SqlNumber number || (arguments.Count > 1 && !TryCount(arguments[1], out digits)))
        {
            return SqlValue.Undefined;
        }

        if (digits >= 0)
        {
            return SqlValue.From(Math.Round(number.Value, Math.Min(digits, mostDigits), MidpointRounding.AwayFromZero));
        }

        var unit = Math.Pow(10, -digits);
        return SqlValue.From(Math.Round(number.Value / unit, MidpointRounding.AwayFromZero) * unit);
    }

    static SqlValue Log(IReadOnlyList<SqlValue> arguments, FunctionContext context) => arguments switch
    {
        [SqlNumber x] => SqlValue.From(Math.Log(x.Value)),
        [SqlNumber x, SqlNumber b] => SqlValue.From(Math.Log(x.Value, b.Value)),
        _ => SqlValue.Undefined,
    };

    /// <summary>The largest multiple of the bin size, 1 when not given, that is not above the number.</summary>
    static SqlValue NumberBin(IReadOnlyList<SqlValue> arguments, FunctionContext context) => arguments switch
    {
        [SqlNumber x] => SqlValue.From(Math.Floor(x.Value)),
        [SqlNumber x, SqlNumber { Value: not 0 } size] => SqlValue.From(Math.Floor(x.Value / size.Value) * size.Value),
        _ => SqlValue.Undefined,
    };
}
