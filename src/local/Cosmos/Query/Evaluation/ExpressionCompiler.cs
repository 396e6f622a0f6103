using AssetFunctions.Local.Cosmos.Query.Functions;
using AssetFunctions.Local.Cosmos.Query.Syntax;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Evaluation;

/// <summary>Turns expressions into delegates, with aliases resolved to slots and parameters to their values.</summary>
sealed partial class ExpressionCompiler(ExecutionContext context, SlotScope scope, AggregateSlots? aggregates = null)
{
    public Evaluator Compile(Expression expression) => expression switch
    {
        Literal literal => _ => literal.Value,
        Identifier identifier => CompileIdentifier(identifier),
        Parameter parameter => CompileParameter(parameter),
        Property property => CompileProperty(property),
        Indexer indexer => CompileIndexer(indexer),
        Unary unary => CompileUnary(unary),
        Binary binary => CompileBinary(binary),
        Logical logical => CompileLogical(logical),
        Between between => CompileBetween(between),
        In membership => CompileIn(membership),
        Like like => CompileLike(like),
        Conditional conditional => CompileConditional(conditional),
        Coalesce coalesce => CompileCoalesce(coalesce),
        ArrayLiteral array => CompileArray(array),
        ObjectLiteral literal => CompileObject(literal),
        FunctionCall call => CompileCall(call),
        AggregateCall aggregate => CompileAggregate(aggregate),
        Subquery subquery => CompileSubquery(subquery),
        _ => throw new ArgumentException($"{expression.GetType().Name} cannot be evaluated.", nameof(expression)),
    };

    Evaluator[] CompileAll(IEnumerable<Expression> expressions) => [.. expressions.Select(Compile)];

    Evaluator CompileIdentifier(Identifier identifier)
    {
        var slot = scope.Find(identifier.Name);
        return row => row[slot];
    }

    Evaluator CompileParameter(Parameter parameter)
    {
        var value = context.Parameters.Required(parameter);
        return _ => value;
    }

    Evaluator CompileProperty(Property property)
    {
        var (target, name) = (Compile(property.Target), property.Name);
        return row => target(row).Member(name);
    }

    Evaluator CompileIndexer(Indexer indexer)
    {
        var target = Compile(indexer.Target);
        if (indexer.Index is Literal { Value: SqlString name })
        {
            return row => target(row).Member(name.Value);
        }

        var index = Compile(indexer.Index);
        return row => index(row) switch
        {
            SqlString text => target(row).Member(text.Value),
            SqlNumber { IsInteger: true, Value: >= 0 and <= int.MaxValue } number => target(row).Element((int)number.Value),
            _ => SqlValue.Undefined,
        };
    }

    Evaluator CompileUnary(Unary unary)
    {
        var operand = Compile(unary.Operand);
        var apply = Operators.Of(unary.Operator);
        return row => apply(operand(row));
    }

    Evaluator CompileBinary(Binary binary)
    {
        var (left, right) = (Compile(binary.Left), Compile(binary.Right));
        var apply = Operators.Of(binary.Operator);
        return row => apply(left(row), right(row));
    }

    Evaluator CompileBetween(Between between)
    {
        var (value, low, high) = (Compile(between.Value), Compile(between.Low), Compile(between.High));
        return Negated(between.IsNegated, row =>
        {
            var candidate = value(row);
            return Operators.And(Operators.GreaterThanOrEqual(candidate, low(row)), Operators.LessThanOrEqual(candidate, high(row)));
        });
    }

    Evaluator CompileLike(Like like)
    {
        var value = Compile(like.Value);
        var escape = like.Escape?[0];
        if (like.Pattern is Literal { Value: SqlString constant })
        {
            var compiled = new LikePattern(constant.Value, escape);
            return Negated(like.IsNegated, row => value(row) is SqlString text ? SqlValue.From(compiled.Matches(text.Value)) : SqlValue.Undefined);
        }

        var pattern = Compile(like.Pattern);
        return Negated(like.IsNegated, row => (value(row), pattern(row)) is (SqlString text, SqlString wanted)
            ? SqlValue.From(new LikePattern(wanted.Value, escape).Matches(text.Value))
            : SqlValue.Undefined);
    }

    Evaluator CompileConditional(Conditional conditional)
    {
        var (test, then, otherwise) = (Compile(conditional.Test), Compile(conditional.Then), Compile(conditional.Otherwise));
        return row => test(row).IsTrue ? then(row) : otherwise(row);
    }

    Evaluator CompileCoalesce(Coalesce coalesce)
    {
        var (value, fallback) = (Compile(coalesce.Value), Compile(coalesce.Fallback));
        return row => value(row) is { IsDefined: true } defined ? defined : fallback(row);
    }

    Evaluator CompileArray(ArrayLiteral array)
    {
        var items = CompileAll(array.Items);
        return row => new SqlArray([.. items.Select(item => item(row)).Where(value => value.IsDefined)]);
    }

    Evaluator CompileObject(ObjectLiteral literal) =>
        CompileMembers([.. literal.Members.Select(member => (member.Name, Compile(member.Value)))]);

    /// <summary>An object of the given members, without those that are undefined.</summary>
    public static Evaluator CompileMembers(IReadOnlyList<(string Name, Evaluator Value)> members) => row =>
    {
        var result = new OrderedDictionary<string, SqlValue>(members.Count, StringComparer.Ordinal);
        foreach (var (name, evaluate) in members)
        {
            var value = evaluate(row);
            if (value.IsDefined)
            {
                result[name] = value;
            }
        }

        return new SqlObject(result);
    };

    Evaluator CompileCall(FunctionCall call)
    {
        FunctionTable.TryGet(call.Name, out var function);
        var arguments = CompileAll(call.Arguments);
        var (body, functions) = (function!.Body, context.Functions);
        return row => body(Array.ConvertAll(arguments, argument => argument(row)), functions);
    }

    Evaluator CompileAggregate(AggregateCall aggregate)
    {
        var slot = aggregates!.SlotOf(aggregate, Compile);
        return row => row[slot];
    }

    Evaluator CompileSubquery(Subquery subquery)
    {
        var query = new QueryCompiler(context).Compile(subquery.Query, scope);
        return subquery.Kind switch
        {
            SubqueryKind.Exists => row => SqlValue.From(query.Results(row).Any()),
            SubqueryKind.Array => row => new SqlArray([.. query.Results(row)]),
            _ => row => query.Results(row).FirstOrDefault(SqlValue.Undefined),
        };
    }

    static Evaluator Negated(bool isNegated, Evaluator test) => isNegated ? row => Operators.Not(test(row)) : test;
}
