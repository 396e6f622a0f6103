using AssetFunctions.Local.Cosmos.Query.Functions;
using AssetFunctions.Local.Cosmos.Query.Values;

namespace AssetFunctions.Local.Cosmos.Query.Evaluation;

/// <summary>A compiled expression. The row holds one slot per alias and per aggregate; slot 0 is the document.</summary>
delegate SqlValue Evaluator(SqlValue[] row);

/// <summary>What one execution of a query shares: parameters, the time, and the slots of its row.</summary>
sealed class ExecutionContext(QueryParameters parameters, TimeProvider clock, CancellationToken cancellationToken)
{
    public const int DocumentSlot = 0;

    public QueryParameters Parameters => parameters;

    public FunctionContext Functions { get; } = new(clock);

    public CancellationToken CancellationToken => cancellationToken;

    public int SlotCount { get; private set; } = DocumentSlot + 1;

    public int ReserveSlot() => SlotCount++;
}

/// <summary>Where the aliases visible to an expression are found in the row.</summary>
sealed class SlotScope(SlotScope? outer)
{
    readonly Dictionary<string, int> slots = new(StringComparer.Ordinal);

    public void Add(string name, int slot) => slots.Add(name, slot);

    /// <summary>The slot of an alias; the document itself for a name that only the container can have.</summary>
    public int Find(string name) => slots.TryGetValue(name, out var slot) ? slot : outer?.Find(name) ?? ExecutionContext.DocumentSlot;
}
