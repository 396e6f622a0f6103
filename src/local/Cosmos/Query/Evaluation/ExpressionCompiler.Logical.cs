using AssetFunctions.Local.Cosmos.Query.Binding;
using AssetFunctions.Local.Cosmos.Query.Syntax;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Evaluation;

/// <summary>AND, OR and IN in three-valued logic, quick for the filters of a thousand terms that clients write.</summary>
sealed partial class ExpressionCompiler
{
    const int IndexFrom = 8;

    Evaluator CompileLogical(Logical logical)
    {
        var terms = CompileAll(logical.Terms);
        return logical.Operator == LogicalOperator.And
            ? Chain(terms, decisive: false)
            : CompileIndexed(logical, terms) ?? Chain(terms, decisive: true);
    }

    /// <summary>One decisive term settles the chain; otherwise a term that is no boolean makes it undefined.</summary>
    static Evaluator Chain(Evaluator[] terms, bool decisive) => row =>
    {
        var isDefined = true;
        foreach (var term in terms)
        {
            var value = term(row);
            if (value is SqlBoolean boolean && boolean.Value == decisive)
            {
                return value;
            }

            isDefined &= value is SqlBoolean;
        }

        return isDefined ? SqlValue.From(!decisive) : SqlValue.Undefined;
    };

    Evaluator CompileIn(In membership)
    {
        var value = Compile(membership.Value);
        var constants = membership.Items.Select(ConstantOf).ToList();
        if (constants.All(constant => constant is { IsDefined: true }))
        {
            var set = constants.ToHashSet();
            return Negated(membership.IsNegated, row => value(row) is { IsDefined: true } candidate
                ? SqlValue.From(set.Contains(candidate))
                : SqlValue.Undefined);
        }

        var items = CompileAll(membership.Items);
        return Negated(membership.IsNegated, row =>
        {
            var candidate = value(row);
            return Chain([.. items.Select<Evaluator, Evaluator>(item => _ => Operators.Equal(candidate, item(row)))], decisive: true)(row);
        });
    }

    /// <summary>
    /// <c>(p = k1 AND …) OR (p = k2 AND …) OR …</c> over one path looks the value of the path up instead of trying every term:
    /// a term whose own constant differs is false whatever the rest of it says.
    /// </summary>
    Evaluator? CompileIndexed(Logical or, Evaluator[] terms)
    {
        if (or.Terms.Count < IndexFrom || PathTests(or.Terms[0]).FirstOrDefault().Path is not { } path)
        {
            return null;
        }

        var byConstant = new Dictionary<SqlValue, List<Evaluator>>();
        for (var i = 0; i < terms.Length; i++)
        {
            if (PathTests(or.Terms[i]).FirstOrDefault(test => test.Path.Equals(path)).Constant is not { } constant)
            {
                return null;
            }

            (byConstant.TryGetValue(constant, out var alike) ? alike : byConstant[constant] = []).Add(terms[i]);
        }

        var index = byConstant.ToDictionary(entry => entry.Key, entry => Chain([.. entry.Value], decisive: true));
        var everything = Chain(terms, decisive: true);
        var key = Compile(path);
        return row =>
        {
            var value = key(row);
            return !value.IsDefined ? everything(row)
                : index.TryGetValue(value, out var matching) ? matching(row)
                : SqlValue.False;
        };
    }

    /// <summary>The <c>path = constant</c> tests that must hold for a term to hold.</summary>
    IEnumerable<(Expression Path, SqlValue Constant)> PathTests(Expression term)
    {
        var tests = term is Logical { Operator: LogicalOperator.And } and ? and.Terms.AsEnumerable() : [term];
        foreach (var test in tests.OfType<Binary>().Where(test => test.Operator == BinaryOperator.Equal))
        {
            if (SourceNames.Root(test.Left) is not null && ConstantOf(test.Right) is { IsDefined: true } constant)
            {
                yield return (test.Left, constant);
            }
        }
    }

    SqlValue? ConstantOf(Expression expression) => expression switch
    {
        Literal literal => literal.Value,
        Parameter parameter => context.Parameters.Required(parameter),
        _ => null,
    };
}
