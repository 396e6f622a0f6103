using AssetFunctions.Local.Cosmos.Query.Syntax;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Evaluation;

/// <summary>The running state of one aggregate over one group. Undefined arguments never count.</summary>
abstract class Accumulator
{
    public abstract SqlValue Result { get; }

    public static Accumulator For(AggregateKind kind) => kind switch
    {
        AggregateKind.Count => new CountAccumulator(value => value.IsDefined),
        AggregateKind.CountIf => new CountAccumulator(value => value.IsTrue),
        AggregateKind.Sum => new SumAccumulator((sum, _) => sum),
        AggregateKind.Avg => new SumAccumulator((sum, count) => sum / count),
        AggregateKind.Min => new ExtremeAccumulator(direction: -1),
        _ => new ExtremeAccumulator(direction: 1),
    };

    public abstract void Add(SqlValue value);
}

sealed class CountAccumulator(Func<SqlValue, bool> counts) : Accumulator
{
    long count;

    public override SqlValue Result => SqlValue.From(count);

    public override void Add(SqlValue value) => count += counts(value) ? 1 : 0;
}

/// <summary>SUM and AVG: one value that is no number makes the result undefined. The sum of nothing is 0, its average undefined.</summary>
sealed class SumAccumulator(Func<double, long, double> result) : Accumulator
{
    double sum;
    long count;
    bool isNumeric = true;

    public override SqlValue Result => isNumeric ? SqlValue.From(result(sum, count)) : SqlValue.Undefined;

    public override void Add(SqlValue value)
    {
        if (value is SqlNumber number)
        {
            sum += number.Value;
            count++;
        }
        else if (value.IsDefined)
        {
            isNumeric = false;
        }
    }
}

/// <summary>MIN and MAX over null, booleans, numbers and strings in that order; an array or object makes the result undefined.</summary>
sealed class ExtremeAccumulator(int direction) : Accumulator
{
    SqlValue extreme = SqlValue.Undefined;
    bool isComparable = true;

    public override SqlValue Result => isComparable ? extreme : SqlValue.Undefined;

    public override void Add(SqlValue value)
    {
        isComparable &= value.Type is not (SqlType.Array or SqlType.Object);
        if (value.IsDefined && (!extreme.IsDefined || Math.Sign(ValueOrder.Instance.Compare(value, extreme)) == direction))
        {
            extreme = value;
        }
    }
}

/// <summary>The aggregates of one SELECT clause: where each finds its argument and leaves its result.</summary>
sealed class AggregateSlots(ExecutionContext context)
{
    readonly Dictionary<AggregateCall, int> slots = [];
    readonly List<(AggregateKind Kind, Evaluator Argument, int Slot)> calls = [];

    public int SlotOf(AggregateCall call, Func<Expression, Evaluator> compile)
    {
        if (!slots.TryGetValue(call, out var slot))
        {
            slots[call] = slot = context.ReserveSlot();
            calls.Add((call.Kind, compile(call.Argument), slot));
        }

        return slot;
    }

    public Accumulator[] Start() => [.. calls.Select(call => Accumulator.For(call.Kind))];

    public void Add(Accumulator[] accumulators, SqlValue[] row)
    {
        for (var i = 0; i < accumulators.Length; i++)
        {
            accumulators[i].Add(calls[i].Argument(row));
        }
    }

    public void Finish(Accumulator[] accumulators, SqlValue[] row)
    {
        for (var i = 0; i < accumulators.Length; i++)
        {
            row[calls[i].Slot] = accumulators[i].Result;
        }
    }
}
