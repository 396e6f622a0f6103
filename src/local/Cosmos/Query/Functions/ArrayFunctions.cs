using AssetFunctions.Local.Cosmos.Query.Values;
using static AssetFunctions.Local.Cosmos.Query.Functions.Signatures;

namespace AssetFunctions.Local.Cosmos.Query.Functions;

/// <summary>Functions on arrays and sets.</summary>
static class ArrayFunctions
{
    public static readonly IReadOnlyList<SqlFunction> All =
    [
        new("ARRAY_CONTAINS", 2, 3, Contains),
        new("ARRAY_CONTAINS_ANY", 2, SqlFunction.Unlimited, (arguments, _) => ContainsOthers(arguments, Enumerable.Any)),
        new("ARRAY_CONTAINS_ALL", 2, SqlFunction.Unlimited, (arguments, _) => ContainsOthers(arguments, Enumerable.All)),
        OnArray("ARRAY_LENGTH", array => SqlValue.From(array.Items.Count)),
        new("ARRAY_SLICE", 2, 3, Slice),
        new("ARRAY_CONCAT", 2, SqlFunction.Unlimited, Concat),
        OnArrays("SETINTERSECT", (x, y) => new SqlArray([.. x.Items.Intersect(y.Items)])),
        OnArrays("SETUNION", (x, y) => new SqlArray([.. x.Items.Union(y.Items)])),
        OnArrays("SETDIFFERENCE", (x, y) => new SqlArray([.. x.Items.Except(y.Items)])),
        new("OBJECTTOARRAY", 1, 3, ObjectToArray),
    ];

    /// <summary>With a true third argument an object matches when it has at least the members that are looked for.</summary>
    static SqlValue Contains(IReadOnlyList<SqlValue> arguments, FunctionContext context)
    {
        var partial = arguments.Count > 2 ? arguments[2] : SqlValue.False;
        if (arguments[0] is not SqlArray array || !arguments[1].IsDefined || partial is not SqlBoolean)
        {
            return SqlValue.Undefined;
        }

        var wanted = arguments[1];
        return SqlValue.From(array.Items.Any(item => item.Equals(wanted) || (partial.IsTrue && IsPart(wanted, item))));
    }

    static bool IsPart(SqlValue wanted, SqlValue item) => (wanted, item) switch
    {
        (SqlObject part, SqlObject whole) => part.Members.All(member => IsPart(member.Value, whole.Member(member.Key))),
        _ => item.Equals(wanted),
    };

    static SqlValue ContainsOthers(
        IReadOnlyList<SqlValue> arguments,
        Func<IEnumerable<SqlValue>, Func<SqlValue, bool>, bool> combine)
    {
        if (arguments[0] is not SqlArray array)
        {
            return SqlValue.Undefined;
        }

        var present = array.Items.ToHashSet();
        return SqlValue.From(combine(arguments.Skip(1).Where(wanted => wanted.IsDefined), present.Contains));
    }

    /// <summary>A negative start counts from the end; a negative length takes nothing.</summary>
    static SqlValue Slice(IReadOnlyList<SqlValue> arguments, FunctionContext context)
    {
        var length = int.MaxValue;
        if (arguments[0] is not SqlArray array
            || !TryCount(arguments[1], out var start)
            || (arguments.Count > 2 && !TryCount(arguments[2], out length)))
        {
            return SqlValue.Undefined;
        }

        var from = start < 0 ? Math.Max(0, array.Items.Count + start) : start;
        return new SqlArray([.. array.Items.Skip(from).Take(length)]);
    }

    static SqlValue Concat(IReadOnlyList<SqlValue> arguments, FunctionContext context) =>
        arguments.All(argument => argument is SqlArray)
            ? new SqlArray([.. arguments.Cast<SqlArray>().SelectMany(array => array.Items)])
            : SqlValue.Undefined;

    /// <summary>One <c>{"k": name, "v": value}</c> per member; the two names can be chosen.</summary>
    static SqlValue ObjectToArray(IReadOnlyList<SqlValue> arguments, FunctionContext context)
    {
        var names = arguments.Skip(1).OfType<SqlString>().Select(name => name.Value).ToList();
        if (arguments[0] is not SqlObject source || names.Count != arguments.Count - 1)
        {
            return SqlValue.Undefined;
        }

        var (key, value) = (names.ElementAtOrDefault(0) ?? "k", names.ElementAtOrDefault(1) ?? "v");
        return new SqlArray([.. source.Members.Select(member => new SqlObject(new OrderedDictionary<string, SqlValue>(StringComparer.Ordinal)
        {
            [key] = SqlValue.From(member.Key),
            [value] = member.Value,
        }))]);
    }
}
