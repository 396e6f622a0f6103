namespace AssetFunctions.Local.Cosmos.Query.Syntax;

static class AggregateNames
{
    static readonly Dictionary<string, AggregateKind> ByName =
        Enum.GetValues<AggregateKind>().ToDictionary(Of, kind => kind, StringComparer.OrdinalIgnoreCase);

    public static bool TryGet(string name, out AggregateKind kind) => ByName.TryGetValue(name, out kind);

    public static string Of(AggregateKind kind) => kind.ToString().ToUpperInvariant();
}
