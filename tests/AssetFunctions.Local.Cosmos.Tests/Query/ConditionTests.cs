using AssetFunctions.Local.Cosmos.Query;
using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

/// <summary>The filter predicate of a patch.</summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData("FROM c WHERE c.v = 20", true)]
    [InlineData("from c where c.v < 20", false)]
    [InlineData("FROM c", true)]
    [InlineData("FROM c WHERE c.missing = 1", false)]
    [InlineData("FROM c WHERE NOT IS_DEFINED(c.at) OR c.at < 5", true)]
    [InlineData("FROM c JOIN t IN c.tags WHERE t = 'y'", true)]
    public void It_holds_when_the_document_yields_a_row(string condition, bool expected) => Assert.Equal(
        expected,
        SqlCondition.Parse(condition).Matches(Element("{'v':20,'tags':['x','y']}"), TimeProvider.System));

    [Theory]
    [InlineData("WHERE c.v = 1")]
    [InlineData("c.v = 1")]
    [InlineData("SELECT * FROM c")]
    [InlineData("FROM c WHERE c.v = 1 ORDER BY c.v")]
    public void Anything_but_from_and_where_is_refused(string condition) =>
        Assert.Equal("SC1001", Assert.Throws<SqlQueryException>(() => SqlCondition.Parse(condition)).Code);
}
