using System.Collections.Frozen;
using AssetFunctions.Local.Cosmos.Query;
using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class IdLookupTests
{
    [Theory]
    [InlineData("c.id = 'a'", "a")]
    [InlineData("'a' = c['id']", "a")]
    [InlineData("c.id = @x AND c.v > 1", "param")]
    [InlineData("c.id IN ('a', 'b', 3)", "a,b")]
    [InlineData("c.id = 'a' OR c.id = 'b'", "a,b")]
    [InlineData("(c.id = 'a' AND c.pk = 1) OR (c.id = 'b' AND c.pk = 2)", "a,b")]
    [InlineData("ARRAY_CONTAINS(['a', 'b'], c.id)", "a,b")]
    [InlineData("c.id IN ('a', 'b') AND c.id IN ('b', 'c')", "b")]
    [InlineData("c.id = 'a' AND c.id = 'b'", "")]
    [InlineData("c.id = 1", "")]
    [InlineData("false", "")]
    public void Equality_with_ids_is_a_set(string filter, string ids) => Assert.Equal(
        new IdLookup.Ids(ids.Split(',', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal)),
        Lookup(filter));

    [Theory]
    [InlineData("c.id >= 'a' AND c.id < 'b'", "a", "b")]
    [InlineData("c.id > 'a'", "a\0", null)]
    [InlineData("c.id BETWEEN 'a' AND 'c'", "a", "c\0")]
    [InlineData("STARTSWITH(c.id, 'pos')", "pos", "pot")]
    [InlineData("c.id = 'a' OR STARTSWITH(c.id, 'b')", "a", "c")]
    public void Comparison_with_ids_is_a_range(string filter, string? low, string? high) =>
        Assert.Equal(new IdLookup.Range(low, high), Lookup(filter));

    [Theory]
    [InlineData("c.id = 'a' OR c.v = 1")]
    [InlineData("NOT (c.id = 'a')")]
    [InlineData("c.id != 'a'")]
    [InlineData("c.id NOT IN ('a')")]
    [InlineData("c.sub.id = 'a'")]
    [InlineData("c.id = c.other")]
    [InlineData("c.id LIKE 'a%'")]
    [InlineData("STARTSWITH(c.id, 'A', true)")]
    public void Anything_else_says_nothing(string filter) => Assert.IsType<IdLookup.All>(Lookup(filter));

    [Theory]
    [InlineData("SELECT * FROM c IN r.kids WHERE c.id = 'a'")]
    [InlineData("SELECT * FROM r.sub AS c WHERE c.id = 'a'")]
    [InlineData("SELECT * FROM (SELECT VALUE r.sub FROM r) AS c WHERE c.id = 'a'")]
    [InlineData("SELECT * FROM c")]
    public void The_id_of_a_part_of_the_document_is_not_the_documents(string sql) =>
        Assert.IsType<IdLookup.All>(SqlQuery.Parse(sql).GetIdLookup(QueryParameters.None));

    static IdLookup Lookup(string filter) =>
        SqlQuery.Parse("SELECT * FROM c WHERE " + filter).GetIdLookup(Parameters("{'@x':'param'}"));
}
