using AssetFunctions.Local.Cosmos.Query.Syntax;

namespace AssetFunctions.Local.Cosmos.Query.Binding;

/// <summary>The names that a query's sources bind, seen from inside it and from its subqueries.</summary>
sealed class AliasScope(AliasScope? outer)
{
    readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>True where a source name can only mean the container, because no alias is visible yet.</summary>
    public bool IsEmpty => names.Count == 0 && outer is not { IsEmpty: false };

    public bool Contains(string name) => names.Contains(name) || (outer?.Contains(name) ?? false);

    public bool TryAdd(string name) => names.Add(name);
}

static class SourceNames
{
    /// <summary>The name a source binds: its alias, else the last name of its path, else none.</summary>
    public static string? Of(Source source) => source.Alias ?? LastName(source.Collection);

    /// <summary>The member name under which a path is projected: <c>c.a.b</c> gives <c>b</c>; null for other expressions.</summary>
    public static string? LastName(Expression expression) => expression switch
    {
        Identifier identifier => identifier.Name,
        Property property => property.Name,
        Indexer { Index: Literal { Value: Values.SqlString name } } => name.Value,
        _ => null,
    };

    public static TextSpan Span(Expression path) => path switch
    {
        Identifier identifier => identifier.Span,
        Property property => property.Span,
        Indexer indexer => indexer.Span,
        _ => default,
    };

    /// <summary>The identifier a path starts with; null when the expression is no path.</summary>
    public static Identifier? Root(Expression path) => path switch
    {
        Identifier identifier => identifier,
        Property property => Root(property.Target),
        Indexer { Index: Literal } indexer => Root(indexer.Target),
        _ => null,
    };
}
