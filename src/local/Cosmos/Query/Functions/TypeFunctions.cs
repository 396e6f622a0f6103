using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Functions;

/// <summary>Type checks, which are defined for undefined arguments too, and the choices between arguments.</summary>
static class TypeFunctions
{
    public static readonly IReadOnlyList<SqlFunction> All =
    [
        Check("IS_DEFINED", value => value.IsDefined),
        Check("IS_NULL", value => value is SqlNull),
        Check("IS_BOOL", value => value is SqlBoolean),
        Check("IS_NUMBER", value => value is SqlNumber),
        Check("IS_INTEGER", value => value is SqlNumber { IsInteger: true, Value: >= long.MinValue and <= long.MaxValue }),
        Check("IS_FINITE_NUMBER", value => value is SqlNumber number && double.IsFinite(number.Value)),
        Check("IS_STRING", value => value is SqlString),
        Check("IS_ARRAY", value => value is SqlArray),
        Check("IS_OBJECT", value => value is SqlObject),
        Check("IS_PRIMITIVE", value => value is SqlNull or SqlBoolean or SqlNumber or SqlString),
        new("IIF", 3, 3, (arguments, _) => arguments[0].IsTrue ? arguments[1] : arguments[2]),
        new("CHOOSE", 2, SqlFunction.Unlimited, Choose),
    ];

    static SqlFunction Check(string name, Func<SqlValue, bool> test) =>
        new(name, 1, 1, (arguments, _) => SqlValue.From(test(arguments[0])));

    /// <summary>Counts from 1, as the service does.</summary>
    static SqlValue Choose(IReadOnlyList<SqlValue> arguments, FunctionContext context) =>
        arguments[0] is SqlNumber { IsInteger: true, Value: >= 1 } index && index.Value < arguments.Count
            ? arguments[(int)index.Value]
            : SqlValue.Undefined;
}
