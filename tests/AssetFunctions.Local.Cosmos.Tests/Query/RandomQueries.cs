using FsCheck;
using FsCheck.Fluent;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

/// <summary>Valid queries at random, every production of the grammar among them, within the scope of the alias c.</summary>
static class RandomQueries
{
    static readonly Gen<string> Names = Gen.Elements("a", "b", "tags", "o");

    static readonly Gen<string> Literals = Gen.Elements(
        "1", "-2.5", "1e20", "0.1", "true", "false", "null", "undefined", "'x'", "\"it's\"", "'q\\\"\\\\\\n\\u00e9'", "''", "@p");

    static readonly Gen<string> Paths = Names.Two().SelectMany(names => Gen.Elements(
        $"c.{names.Item1}", $"c['{names.Item1}']", $"c.{names.Item1}.{names.Item2}", $"c.{names.Item1}[0]", $"c['x y'].{names.Item2}", $"c[c.{names.Item1}]"));

    public static Gen<string> Queries { get; } = Gen.Sized(size => Query(Math.Min(size / 10, 4)));

    static Gen<string> Query(int depth) =>
        from selection in Selection(depth)
        from modifiers in Gen.Elements("", "TOP 3 ", "DISTINCT ", "DISTINCT TOP @n ")
        from joined in Gen.Elements("", " JOIN t IN c.tags", " JOIN (SELECT VALUE x FROM x IN c.tags) AS t")
        from filter in Optional(" WHERE ", Expression(depth))
        from order in Gen.Elements("", " ORDER BY c.a", " ORDER BY c.a DESC, c['b'] ASC")
        from window in Gen.Elements("", " OFFSET 1 LIMIT @n")
        select $"SELECT {(window.Length > 0 ? "" : modifiers)}{selection} FROM c{joined}{filter}{order}{window}";

    static Gen<string> Selection(int depth) => Gen.OneOf(
        Expression(depth).Select(value => "VALUE " + value),
        Expression(depth).Two().Select(items => $"{items.Item1} AS first, {items.Item2} second"));

    static Gen<string> Expression(int depth)
    {
        if (depth == 0)
        {
            return Gen.OneOf(Paths, Literals);
        }

        var inner = Expression(depth - 1);
        return Gen.OneOf(
            Paths,
            Literals,
            inner.Two().SelectMany(operands => Gen.Elements(
                "=", "!=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "||", "|", "&", "^", "<<", ">>", ">>>", "??", "AND", "OR").Select(op => $"{operands.Item1} {op} {operands.Item2}")),
            inner.Three().Select(operands => $"({operands.Item1} ? {operands.Item2} : {operands.Item3})"),
            inner.Three().Select(operands => $"(({operands.Item1}) NOT BETWEEN ({operands.Item2}) AND ({operands.Item3}))"),
            inner.Two().Select(items => $"(({items.Item1}) IN ({items.Item2}, 1))"),
            inner.Select(value => $"(({value}) LIKE 'a!%_[b-c]' ESCAPE '!')"),
            inner.SelectMany(value => Gen.Elements("NOT ", "- ", "+ ", "~ ").Select(op => $"{op}({value})")),
            inner.Two().Select(items => $"[{items.Item1}, {{'k': {items.Item2}, n: []}}]"),
            inner.Two().Select(items => $"CONCAT({items.Item1}, ABS({items.Item2}))"),
            inner.Select(value => $"(SELECT VALUE COUNT(x.a) FROM x IN c.tags WHERE {value})"),
            inner.Select(value => $"EXISTS(SELECT {value} FROM c.tags)"),
            inner.Select(value => $"ARRAY(SELECT DISTINCT VALUE {value} FROM x IN c.tags)"));
    }

    static Gen<string> Optional(string keyword, Gen<string> clause) =>
        Gen.OneOf(Gen.Constant(""), clause.Select(text => keyword + text));
}
