using AssetFunctions.Local.Cosmos.Query;
using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Fuzz;

public sealed class SqlFuzzTests
{
    const int Texts = 50_000;
    const int Seed = 20_001;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    static readonly QueryDocument[] Things =
    [
        .. Documents(
            "{'id':'a','pk':'p','v':1,'text':'aaaaaaaaaaaaaaaaaaaaaaaaaaaa!','tags':['x','y'],'o':{'n':1.5}}",
            "{'id':'b','pk':'p','v':null,'text':'','tags':[],'o':[[]]}",
            "{'id':'c','pk':2,'v':-3e300,'text':'\\ud800','tags':'none'}"),
    ];

    [Fact]
    public void A_spoilt_query_is_answered_or_refused_in_time() => Parallel.For(0, Texts, index =>
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
        using var timeout = new CancellationTokenSource(Patience, TimeProvider.System);
        var query = SqlQuery.Parse(text);
        var parameters = Parameters("{'@a':['a',{'id':'b'}],'@b':{'n':1}}");
        _ = query.GetIdLookup(parameters);
        Assert.Equal(query.ToString(), SqlQuery.Parse(query.ToString()).ToString());
        foreach (var result in QueryExecution.Run(query, parameters, Things, TimeProvider.System, timeout.Token))
        {
            Assert.False(result.Json.IsEmpty);
        }

        QueryPlanner.Plan(query, parameters);
    }
}
