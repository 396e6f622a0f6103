using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

/// <summary>A document with two members that may each be missing, null, a boolean, a number or a string.</summary>
sealed record ReferenceDocument(int Id, object? A, object? B)
{
    static readonly Gen<object?> Values = Gen.Elements<object?>(Missing.Value, null, true, false, -1.0, 0.0, 1.0, 2.5, "", "a", "b", "é");

    public static Gen<IReadOnlyList<ReferenceDocument>> Lists { get; } =
        Values.Two().ListOf().Select(pairs => (IReadOnlyList<ReferenceDocument>)[.. pairs.Select((pair, index) => new ReferenceDocument(index, pair.Item1, pair.Item2))]);

    public static Gen<object?> Constants => Values.Where(value => value is not Missing);

    public string Json => $"{{\"id\":{Id}{Member("a", A)}{Member("b", B)}}}";

    public object? Of(string name) => name == "a" ? A : B;

    public static string Text(object? value) => value switch
    {
        null => "null",
        bool boolean => boolean ? "true" : "false",
        double number => number.ToString(CultureInfo.InvariantCulture),
        _ => $"\"{value}\"",
    };

    static string Member(string name, object? value) => value is Missing ? "" : $",\"{name}\":{Text(value)}";

    /// <summary>Represents undefined; equal to itself, so that it can be a key.</summary>
    public sealed record Missing
    {
        public static readonly Missing Value = new();
    }
}

/// <summary>Undefined, null, false, true, numbers, strings.</summary>
sealed class ReferenceOrder : IComparer<object?>
{
    public static readonly ReferenceOrder Instance = new();

    public int Compare(object? x, object? y) => (x, y) switch
    {
        (double a, double b) => a.CompareTo(b),
        (string a, string b) => string.CompareOrdinal(a, b),
        _ => Rank(x).CompareTo(Rank(y)),
    };

    static int Rank(object? value) => value switch
    {
        ReferenceDocument.Missing => 0,
        null => 1,
        false => 2,
        true => 3,
        double => 4,
        _ => 5,
    };
}

/// <summary>A predicate as SQL and as a plain function whose result is true, false or null for undefined.</summary>
sealed record ReferencePredicate(string Sql, Func<ReferenceDocument, bool?> Of)
{
    sealed record Operand(string Sql, Func<ReferenceDocument, object?> Of);

    public static Gen<ReferencePredicate> Predicates { get; } = Gen.Sized(size => Predicate(Math.Min(size / 10, 4)));

    /// <summary>Conditions on the id alone, as text.</summary>
    public static Gen<string> IdPredicates { get; } = Gen.Sized(size => IdPredicate(Math.Min(size / 20, 3)));

    static Gen<Operand> Operands { get; } = Gen.OneOf(
        Gen.Elements("a", "b").Select(name => new Operand("c." + name, document => document.Of(name))),
        ReferenceDocument.Constants.Select(value => new Operand(ReferenceDocument.Text(value), _ => value)));

    static Gen<ReferencePredicate> Predicate(int depth)
    {
        var simple = Gen.OneOf(Comparisons, Memberships, Definitions);
        if (depth == 0)
        {
            return simple;
        }

        var inner = Predicate(depth - 1);
        return Gen.OneOf(
            simple,
            inner.Select(p => new ReferencePredicate($"NOT ({p.Sql})", document => !p.Of(document))),
            inner.Two().Select(p => new ReferencePredicate($"({p.Item1.Sql}) AND ({p.Item2.Sql})", document => p.Item1.Of(document) & p.Item2.Of(document))),
            inner.Two().Select(p => new ReferencePredicate($"({p.Item1.Sql}) OR ({p.Item2.Sql})", document => p.Item1.Of(document) | p.Item2.Of(document))));
    }

    static Gen<ReferencePredicate> Comparisons =>
        from operands in Operands.Two()
        from op in Gen.Elements("=", "!=", "<", "<=", ">", ">=")
        select new ReferencePredicate(
            $"{operands.Item1.Sql} {op} {operands.Item2.Sql}",
            document => Compare(op, operands.Item1.Of(document), operands.Item2.Of(document)));

    static Gen<ReferencePredicate> Memberships =>
        from value in Operands
        from items in Operands.Three()
        select new ReferencePredicate($"{value.Sql} IN ({items.Item1.Sql}, {items.Item2.Sql}, {items.Item3.Sql})", document =>
            Compare("=", value.Of(document), items.Item1.Of(document))
            | Compare("=", value.Of(document), items.Item2.Of(document))
            | Compare("=", value.Of(document), items.Item3.Of(document)));

    static Gen<ReferencePredicate> Definitions =>
        Operands.Select(operand => new ReferencePredicate($"IS_DEFINED({operand.Sql})", document => operand.Of(document) is not ReferenceDocument.Missing));

    /// <summary>Equality needs two defined values, order two of one type.</summary>
    static bool? Compare(string op, object? x, object? y)
    {
        if (x is ReferenceDocument.Missing || y is ReferenceDocument.Missing)
        {
            return null;
        }

        if (op is "=" or "!=")
        {
            return Equals(x, y) == (op == "=");
        }

        if (x?.GetType() != y?.GetType())
        {
            return null;
        }

        var order = ReferenceOrder.Instance.Compare(x, y);
        return op switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    static Gen<string> IdPredicate(int depth)
    {
        var text = Gen.Elements("''", "'a'", "'ab'", "'b'", "'bé'", "'\\uffff'", "1", "null");
        var simple = Gen.OneOf(
            text.SelectMany(value => Gen.Elements("=", "!=", "<", "<=", ">", ">=").Select(op => $"c.id {op} {value}")),
            text.SelectMany(value => Gen.Elements("=", "<", ">=").Select(op => $"{value} {op} c['id']")),
            text.Two().Select(values => $"c.id IN ({values.Item1}, {values.Item2})"),
            text.Two().Select(values => $"(c.id >= {values.Item1} AND c.id < {values.Item2})"),
            text.Select(value => $"STARTSWITH(c.id, {value})"),
            Gen.Elements("true", "false", "IS_DEFINED(c.v)"));
        if (depth == 0)
        {
            return simple;
        }

        var inner = IdPredicate(depth - 1);
        return Gen.OneOf(
            simple,
            inner.Two().SelectMany(terms => Gen.Elements("AND", "OR").Select(op => $"(({terms.Item1}) {op} ({terms.Item2}))")),
            inner.Select(term => $"NOT ({term})"));
    }
}
