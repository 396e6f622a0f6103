using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query.Binding;
using AssetFunctions.Local.Cosmos.Query.Evaluation;
using AssetFunctions.Local.Cosmos.Query.Syntax;
using AssetFunctions.Local.Cosmos.Query.Values;
using ExecutionContext = AssetFunctions.Local.Cosmos.Query.Evaluation.ExecutionContext;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>The condition of a patch: <c>FROM c WHERE …</c>.</summary>
public sealed class SqlCondition
{
    readonly SelectQuery query;

    SqlCondition(SelectQuery query) => this.query = query;

    /// <exception cref="SqlQueryException">The text is no valid condition.</exception>
    public static SqlCondition Parse(string text)
    {
        var condition = Parser.ParseCondition(text);
        Binder.Check(condition);
        return new SqlCondition(condition);
    }

    /// <exception cref="SqlQueryException">The condition names a parameter; patches have none.</exception>
    public bool Matches(JsonElement document, TimeProvider clock)
    {
        var context = new ExecutionContext(QueryParameters.None, clock, CancellationToken.None);
        var compiled = new QueryCompiler(context).Compile(query, isOutermost: true);
        return compiled.Results(QueryExecution.NewRow(context), new DocumentFeed([new QueryDocument(document, "")])).Any();
    }
}
