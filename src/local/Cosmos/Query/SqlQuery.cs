using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>A query with its parameters resolved.</summary>
sealed record SqlQuery
{
    /// <summary>The query as written, for its plan.</summary>
    public required QueryTexts Texts { get; init; }

    /// <summary>The value selected from each document. A <see cref="Count"/> does not use it.</summary>
    public required Expression Selection { get; init; }

    /// <summary><c>SELECT VALUE</c></summary>
    public bool IsValue { get; init; }

    /// <summary>The argument of <c>SELECT VALUE COUNT(…)</c>, whose defined values are counted.</summary>
    public Expression? Count { get; init; }

    /// <summary>Whether the count is returned as <c>[{"item":…}]</c>, the form that a client merges.</summary>
    public bool IsPartialCount { get; init; }

    public bool IsDistinct { get; init; }

    public Expression? Where { get; init; }

    public MemberPath? OrderBy { get; init; }

    public bool IsDescending { get; init; }

    public long? Top { get; init; }

    public long? Offset { get; init; }

    public long? Limit { get; init; }

    /// <summary>
    /// True when each document yields its result independently of the others, so that a page may end after any document and
    /// the next one start there.
    /// </summary>
    public bool IsStreaming => this is { Count: null, IsDistinct: false, OrderBy: null, Top: null, Offset: null };

    /// <exception cref="SqlQueryException">The text is not a valid query, or not one that this server supports.</exception>
    public static SqlQuery Parse(string text, IReadOnlyDictionary<string, JsonElement>? parameters = null) =>
        new Parser(text, parameters ?? QueryParameters.None).ReadQuery();

    /// <summary>Reads the condition of a patch, <c>FROM c WHERE …</c>.</summary>
    /// <exception cref="SqlQueryException">The text is not a valid condition.</exception>
    public static Expression ParseCondition(string text) => new Parser(text, QueryParameters.None).ReadCondition();
}

/// <summary>Pieces of the text of a query.</summary>
/// <param name="Selection">The selection as one value: the alias for <c>*</c>, an object for a list.</param>
/// <param name="Head">Everything before OFFSET.</param>
sealed record QueryTexts(string Alias, string From, string Selection, string? Where, string? OrderBy, string Head);
