using System.Text;
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
    [InlineData("FROM c WHERE c.marks['0'].digest = 'd' AND NOT IS_DEFINED(c.marks['1'])", true)]
    public void A_condition_is_true_when_the_document_satisfies_it(string condition, bool expected) => Assert.Equal(
        expected,
        QueryExecution.Matches(SqlQuery.ParseCondition(condition), Encoding.UTF8.GetBytes(Json("{'v':20,'marks':{'0':{'digest':'d'}}}"))));

    [Theory]
    [InlineData("WHERE c.v = 1")]
    [InlineData("c.v = 1")]
    [InlineData("SELECT * FROM c")]
    [InlineData("FROM c WHERE c.v = 1 ORDER BY c.v")]
    public void Anything_but_from_and_where_is_refused(string condition) =>
        Assert.Contains(Assert.Throws<SqlQueryException>(() => SqlQuery.ParseCondition(condition)).Code, new[] { "SC1001", "Unsupported" });
}
