namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>The ids that a filter may match: single ids, and ranges with an exclusive or open end. May be too wide, never too narrow.</summary>
sealed record IdLookup(HashSet<string> Ids, IReadOnlyList<(string Low, string? High)> Ranges)
{
    static readonly IdLookup None = new([], []);

    /// <returns>Null when any id may match.</returns>
    public static IdLookup? Of(Expression? condition) => condition switch
    {
        Literal { Value.ValueKind: System.Text.Json.JsonValueKind.False } => None,
        Chain { IsAnd: true } and => and.Terms.Select(Of).Aggregate(Intersect),
        Chain or => Union([.. or.Terms.Select(Of)]),
        Comparison { Left: MemberPath { IsId: true }, Right: Literal constant } comparison => OfComparison(comparison.Operator, constant.Text),
        In { Value: MemberPath { IsId: true } } membership when membership.Items.All(item => item is Literal) =>
            new([.. membership.Items.Select(item => ((Literal)item).Text).OfType<string>()], []),
        Call { IsPrefixTest: true, Arguments: [MemberPath { IsId: true }, Literal { Text: { } prefix }] } => OfPrefix(prefix),
        _ => null,
    };

    /// <summary>Whether a document with this id may match.</summary>
    public bool MayContain(string id) => Ids.Contains(id) || Ranges.Any(range =>
        string.CompareOrdinal(id, range.Low) >= 0 && (range.High is null || string.CompareOrdinal(id, range.High) < 0));

    // An id is a string: a comparison with any other type is never true.
    static IdLookup? OfComparison(string op, string? text) => (op, text) switch
    {
        ("!=" or "<>", _) => null,
        (_, null) => None,
        ("=", _) => new([text], []),
        ("<", _) => new([], [("", text)]),
        ("<=", _) => new([], [("", text + '\0')]),
        (">", _) => new([], [(text + '\0', null)]),
        _ => new([], [(text, null)]),
    };

    static IdLookup OfPrefix(string prefix)
    {
        var trimmed = prefix.TrimEnd(char.MaxValue);
        return new([], [(prefix, trimmed.Length == 0 ? null : trimmed[..^1] + (char)(trimmed[^1] + 1))]);
    }

    static IdLookup? Intersect(IdLookup? left, IdLookup? right) => (left, right) switch
    {
        (null, _) => right,
        (_, null) => left,
        ({ Ranges: [] }, _) => new([.. left.Ids.Where(right.MayContain)], []),
        (_, { Ranges: [] }) => new([.. right.Ids.Where(left.MayContain)], []),
        ({ Ids.Count: 0, Ranges: [var a] }, { Ids.Count: 0, Ranges: [var b] }) => new([], [(Later(a.Low, b.Low), Earlier(a.High, b.High))]),
        _ => left,
    };

    static IdLookup? Union(IReadOnlyList<IdLookup?> sets) => sets.Any(set => set is null)
        ? null
        : new([.. sets.SelectMany(set => set!.Ids)], [.. sets.SelectMany(set => set!.Ranges)]);

    static string Later(string x, string y) => string.CompareOrdinal(x, y) > 0 ? x : y;

    static string? Earlier(string? x, string? y) => x is null || (y is not null && string.CompareOrdinal(y, x) < 0) ? y : x;
}
