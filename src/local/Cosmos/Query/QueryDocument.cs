using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Query;

/// <param name="Root">The document; must stay readable until the execution has ended.</param>
/// <param name="Rid">Its <c>_rid</c>, handed back with the results it yields.</param>
public readonly record struct QueryDocument(JsonElement Root, string Rid);

/// <param name="Json">One element of <c>Documents</c>, UTF-8.</param>
/// <param name="SourceRid">The document that yielded it; null unless the query is streaming.</param>
public readonly record struct QueryResult(ReadOnlyMemory<byte> Json, string? SourceRid);
