using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query.Binding;
using AssetFunctions.Local.Cosmos.Query.Syntax;

namespace AssetFunctions.Local.Cosmos.Query.Planning;

enum DistinctType
{
    None,
    Ordered,
    Unordered,
}

/// <summary>The <c>queryInfo</c> of a plan: how the client merges, and the text it sends instead of the user's.</summary>
sealed record QueryPlan(RowWindow Window)
{
    public DistinctType Distinct { get; init; }

    public NodeList<OrderByItem> OrderBy { get; init; } = [];

    public NodeList<Expression> GroupBy { get; init; } = [];

    /// <summary>The members of a non-VALUE projection over groups; null for those that are not aggregated.</summary>
    public IReadOnlyList<(string Alias, AggregateKind? Kind)> Members { get; init; } = [];

    /// <summary>The aggregate of a VALUE projection.</summary>
    public AggregateKind? Aggregate { get; init; }

    public bool HasSelectValue { get; init; }

    /// <summary>Set when the client only has to count distinct results; the text is the alias of the count, empty for VALUE.</summary>
    public string? DistinctCountAlias { get; init; }

    /// <summary>Null when every partition answers the query as it is.</summary>
    public SelectQuery? Rewritten { get; init; }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("queryInfo");
        writer.WriteString("distinctType", Distinct.ToString());
        WriteCount(writer, "top", Window.Top);
        WriteCount(writer, "offset", Window.Offset);
        WriteCount(writer, "limit", Window.Limit);
        WriteStrings(writer, "groupByExpressions", GroupBy.Select(Printer.Print));
        WriteStrings(writer, "groupByAliases", Members.Select(member => member.Alias));
        WriteStrings(writer, "orderBy", OrderBy.Select(item => item.IsDescending ? "Descending" : "Ascending"));
        WriteStrings(writer, "orderByExpressions", OrderBy.Select(item => Printer.Print(item.Value)));
        WriteStrings(writer, "aggregates", Aggregate is { } aggregate ? [NameOf(aggregate)] : []);
        writer.WriteBoolean("hasSelectValue", HasSelectValue);
        writer.WriteString("rewrittenQuery", Rewritten is null ? "" : Printer.Print(Rewritten));
        writer.WriteStartObject("groupByAliasToAggregateType");
        foreach (var (alias, kind) in Members)
        {
            writer.WriteString(alias, kind is { } named ? NameOf(named) : null);
        }

        writer.WriteEndObject();
        writer.WriteBoolean("hasNonStreamingOrderBy", false);
        if (DistinctCountAlias is not null)
        {
            writer.WriteStartObject("dCountInfo");
            writer.WriteString("dCountAlias", DistinctCountAlias);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    static string NameOf(AggregateKind kind) => kind == AggregateKind.Avg ? "Average" : kind.ToString();

    static void WriteCount(Utf8JsonWriter writer, string name, long? count)
    {
        if (count is { } value)
        {
            writer.WriteNumber(name, value);
        }
    }

    static void WriteStrings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
