using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <summary>A query with its parameters filled in.</summary>
sealed record SqlQuery
{
    /// <summary>The query as it was written, from which a plan takes its parts.</summary>
    public required QueryTexts Texts { get; init; }

    /// <summary>What each document yields, or each group of documents where <see cref="Count"/> is set.</summary>
    public required Expression Selection { get; init; }

    /// <summary><c>SELECT VALUE</c></summary>
    public bool IsValue { get; init; }

    /// <summary>The argument of <c>SELECT VALUE COUNT(…)</c>, of which the defined values count.</summary>
    public Expression? Count { get; init; }

    /// <summary>The count comes as <c>[{"item":…}]</c>, which is what a client merges.</summary>
    public bool IsPartialCount { get; init; }

    public bool IsDistinct { get; init; }

    public Expression? Where { get; init; }

    public MemberPath? OrderBy { get; init; }

    public bool IsDescending { get; init; }

    public long? Top { get; init; }

    public long? Offset { get; init; }

    public long? Limit { get; init; }

    /// <summary>
    /// True when each document yields its result independently of the others, so that a page may end after any document and the next one begin
    /// behind it.
    /// </summary>
    public bool IsStreaming => this is { Count: null, IsDistinct: false, OrderBy: null, Top: null, Offset: null };

    /// <exception cref="SqlQueryException">The text is no valid query, or one that this server does not support.</exception>
    public static SqlQuery Parse(string text, IReadOnlyDictionary<string, JsonElement>? parameters = null) =>
        new Parser(text, parameters ?? QueryParameters.None).ReadQuery();

    /// <summary>Reads the condition of a patch, <c>FROM c WHERE …</c>.</summary>
    /// <exception cref="SqlQueryException">The text is no valid condition.</exception>
    public static Expression ParseCondition(string text) => new Parser(text, QueryParameters.None).ReadCondition();
}

/// <summary>Pieces of the text of a query.</summary>
/// <param name="Selection">What is selected, as one value: the alias for <c>*</c>, an object for a list.</param>
/// <param name="Head">Everything before OFFSET.</param>
sealed record QueryTexts(string Alias, string From, string Selection, string? Where, string? OrderBy, string Head);
