using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query;
using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Fuzz;

public sealed class SqlFuzzTests
{
    const int Texts = 50_000;
    const int Seed = 20_001;

    static readonly string[] Ids = ["a", "b", "c"];

    static readonly QueryDocument[] Things =
    [
        .. Documents(
            "{'id':'a','pk':'p','v':1,'text':'aaaaaaaaaaaaaaaaaaaaaaaaaaaa!','tags':['x','y'],'o':{'n':1.5}}",
            "{'id':'b','pk':'p','v':null,'text':'','tags':[],'o':[[]]}",
            "{'id':'c','pk':2,'v':-3e300,'text':'\\ud83d\\ude00','tags':'none'}"),
    ];

    [Fact]
    public void A_corrupted_query_runs_or_is_refused() => Parallel.For(0, Texts, index =>
    {
        var random = new Random(Seed + index);
        var text = SqlTexts.Spoil(random, SqlTexts.Valid[random.Next(SqlTexts.Valid.Length)]);
        try
        {
            Use(text);
        }
        catch (SqlQueryException e)
        {
            Assert.InRange(e.Start, 0, text.Length);
            Assert.InRange(e.End, e.Start, text.Length);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Text {index} from seed {Seed}: {text}", e);
        }
    });

    static void Use(string text)
    {
        var query = SqlQuery.Parse(text, Parameters("{'@a':['a',{'id':'b'}],'@b':{'n':1}}"));
        var lookup = IdLookup.Of(query.Where);
        foreach (var result in Execute(query, Things))
        {
            Assert.False(result.Json.IsEmpty);
            Assert.True(result.Rid == 0 || lookup?.MayContain(Ids[(int)result.Rid]) != false);
        }

        // The query for a partition must be valid here too.
        var rewritten = JsonElement.Parse(QueryPlan.Write(query)).GetProperty("queryInfo").GetProperty("rewrittenQuery").GetString()!;
        if (rewritten.Length > 0 && !text.Contains('@', StringComparison.Ordinal))
        {
            SqlQuery.Parse(rewritten.Replace("{documentdb-formattableorderbyquery-filter}", "true", StringComparison.Ordinal));
        }
    }
}
