using AssetFunctions.Local.Cosmos.Query.Binding;
using AssetFunctions.Local.Cosmos.Query.Planning;
using AssetFunctions.Local.Cosmos.Query.Syntax;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>A query in the SQL of Cosmos DB for NoSQL, read and checked. Immutable.</summary>
public sealed class SqlQuery
{
    SqlQuery(SelectQuery tree) => Tree = tree;

    internal SelectQuery Tree { get; }

    /// <summary>
    /// True when each document yields its results independently of the others, so that a page may end after any document
    /// and the next one begin behind it.
    /// </summary>
    public bool IsStreaming => IsRowByRow(Tree);

    /// <exception cref="SqlQueryException">The text is no valid query.</exception>
    public static SqlQuery Parse(string text)
    {
        var tree = Parser.ParseQuery(text);
        Binder.Check(tree);
        return new SqlQuery(tree);
    }

    /// <summary>Canonical SQL on one line; parsing it gives an equal query.</summary>
    public override string ToString() => Printer.Print(Tree);

    /// <summary>What the filter implies about the ids of the documents that can contribute. May be too wide, never too narrow.</summary>
    public IdLookup GetIdLookup(QueryParameters p) => IdAnalysis.Of(Tree, p);

    static bool IsRowByRow(SelectQuery query) =>
        Aggregation.IsRowByRow(query)
        && query.Sources.Count > 0
        && (query.Sources[0].Collection is not Subquery inner || IsRowByRow(inner.Query));
}
