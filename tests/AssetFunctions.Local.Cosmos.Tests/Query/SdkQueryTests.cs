using System.Net;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Cosmos.Linq;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

/// <summary>
/// Queries through the real SDK, which merges what the partitions answer. The engine over all documents at once says what
/// has to come out.
/// </summary>
public abstract class SdkQueryTests(int partitions) : IAsyncLifetime
{
    const int Count = 80;

    readonly List<QueryDocument> _documents = [];
    CosmosHost _host = null!;
    Container _container = null!;

    public static TheoryData<string> UnsortedQueries =>
    [
        "SELECT * FROM c",
        "SELECT VALUE c.id FROM c WHERE c.v > 4 AND STARTSWITH(c.text, 'text 1')",
        "SELECT c.id, c.tags[0] AS tag, {'v': c.v} AS o FROM c WHERE c.text LIKE '%3'",
        "SELECT VALUE t FROM c JOIN t IN c.tags WHERE c.v = 3",
        "SELECT c.id, t FROM c JOIN t IN c.tags WHERE t = 'odd'",
        "SELECT VALUE c.id FROM c WHERE EXISTS(SELECT VALUE t FROM t IN c.tags WHERE t = 'even')",
        "SELECT VALUE {'id': c.id, 'n': (SELECT VALUE COUNT(1) FROM t IN c.tags)} FROM c",
        "SELECT DISTINCT VALUE c.v FROM c",
        "SELECT DISTINCT c.v, c.pk FROM c",
        "SELECT DISTINCT VALUE c.o FROM c",
        "SELECT VALUE COUNT(1) FROM c",
        "SELECT VALUE COUNT(1) FROM c WHERE c.v > 99",
        "SELECT VALUE COUNT(c.sometimes) FROM c",
        "SELECT VALUE SUM(c.v) FROM c",
        "SELECT VALUE AVG(c.v) FROM c WHERE c.v < 7",
        "SELECT VALUE AVG(c.missing) FROM c",
        "SELECT VALUE MIN(c.text) FROM c",
        "SELECT VALUE MAX(c.sometimes) FROM c",
        "SELECT VALUE MIN(c.v) FROM c WHERE c.v > 99",
        "SELECT VALUE SUM(c.mixed) FROM c",
        "SELECT COUNT(1) AS n, SUM(c.v) AS s, MIN(c.v) AS low, MAX(c.v) AS high, AVG(c.v) AS mean FROM c",
        "SELECT VALUE COUNT(1) FROM (SELECT DISTINCT VALUE c.v FROM c)",
        "SELECT c.v, COUNT(1) AS n FROM c GROUP BY c.v",
        "SELECT c.v, c.pk, MAX(c.text) AS last, AVG(c.v) AS mean FROM c GROUP BY c.v, c.pk",
        "SELECT VALUE SUM(c.v) FROM c GROUP BY c.o.parity",
        "SELECT VALUE c.o.parity FROM c GROUP BY c.o.parity",
        "SELECT c.sometimes, COUNT(1) AS n FROM c GROUP BY c.sometimes",
        "SELECT LEFT(c.text, 6) AS head, COUNT(1) AS n FROM c GROUP BY LEFT(c.text, 6)",
    ];

    /// <summary>Total orders, so that there is one right sequence.</summary>
    public static TheoryData<string> SortedQueries =>
    [
        "SELECT VALUE c.id FROM c ORDER BY c.id",
        "SELECT VALUE c.id FROM c ORDER BY c.id DESC",
        "SELECT c.id, c.v FROM c ORDER BY c.v, c.id DESC",
        "SELECT VALUE c.id FROM c WHERE c.v > 2 ORDER BY c.v DESC, c.id",
        "SELECT c.id, c.mixed FROM c ORDER BY c.mixed, c.id",
        "SELECT c.id, c.mixed FROM c ORDER BY c.mixed DESC, c.id DESC",
        "SELECT * FROM c ORDER BY c.text DESC",
        "SELECT TOP 7 VALUE c.text FROM c ORDER BY c.text",
        "SELECT VALUE c.text FROM c ORDER BY c.text OFFSET 13 LIMIT 9",
        "SELECT VALUE c.text FROM c ORDER BY c.text OFFSET 75 LIMIT 50",
        "SELECT VALUE c.text FROM c ORDER BY c.text OFFSET 500 LIMIT 5",
        "SELECT DISTINCT VALUE c.v FROM c ORDER BY c.v DESC",
        "SELECT VALUE c.sometimes FROM c WHERE IS_DEFINED(c.sometimes) ORDER BY c.sometimes",
        "SELECT VALUE c.sometimes FROM c ORDER BY c.id",
    ];

    public async Task InitializeAsync()
    {
        _host = await CosmosHost.StartAsync(new LocalCosmosOptions { PhysicalPartitions = partitions });
        _container = await _host.ContainerAsync();
        for (var i = 0; i < Count; i++)
        {
            var document = Thing.Number(i);
            var created = await _container.CreateItemAsync(document, new PartitionKey(document.Pk));
            using var stored = await _container.ReadItemStreamAsync(document.Id, new PartitionKey(document.Pk));
            using var json = await JsonDocument.ParseAsync(stored.Content);
            _documents.Add(new QueryDocument(json.RootElement.Clone(), created.Resource.Id));
        }
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(UnsortedQueries))]
    public async Task Partitions_together_answer_as_one(string sql)
    {
        foreach (var pageSize in new[] { 7, -1 })
        {
            Assert.Equal(Expected(sql).Order(), (await RunAsync(sql, pageSize)).Order());
        }
    }

    [Theory]
    [MemberData(nameof(SortedQueries))]
    public async Task Partitions_together_answer_in_order(string sql)
    {
        foreach (var pageSize in new[] { 7, -1 })
        {
            Assert.Equal(Expected(sql), await RunAsync(sql, pageSize));
        }
    }

    [Theory]
    [InlineData("SELECT VALUE c.id FROM c")]
    [InlineData("SELECT VALUE c.id FROM c ORDER BY c.v")]
    [InlineData("SELECT VALUE c.id FROM c ORDER BY c.mixed DESC")]
    [InlineData("SELECT VALUE c.id FROM c ORDER BY c.sometimes")]
    [InlineData("SELECT VALUE c.id FROM c ORDER BY c.v DESC, c.text ASC")]
    [InlineData("SELECT VALUE c.id FROM c JOIN t IN c.tags ORDER BY c.v")]
    [InlineData("SELECT TOP 21 VALUE c.text FROM c ORDER BY c.text")]
    [InlineData("SELECT VALUE c.text FROM c ORDER BY c.text OFFSET 5 LIMIT 21")]
    [InlineData("SELECT VALUE c.id FROM c OFFSET 5 LIMIT 21")]
    [InlineData("SELECT DISTINCT VALUE c.v FROM c ORDER BY c.v")]
    [InlineData("SELECT VALUE t FROM c JOIN t IN c.tags")]
    public async Task A_query_resumes_from_every_continuation_token(string sql)
    {
        var whole = await RunAsync(sql, -1);
        foreach (var pageSize in new[] { 1, 9 })
        {
            var resumed = await Pages.ResumedAsync<JsonElement>(_container, sql, pageSize);

            Assert.Equal(whole, resumed.ConvertAll(element => element.GetRawText()));
        }
    }

    [Fact]
    public async Task Parameters_reach_every_clause()
    {
        var sql = "SELECT TOP @top VALUE c.id FROM c WHERE c.v IN (@a, @b) AND ARRAY_CONTAINS(@texts, c.text) ORDER BY c.id";
        var query = new QueryDefinition(sql)
            .WithParameter("@top", 2)
            .WithParameter("@a", 3)
            .WithParameter("@b", 4)
            .WithParameter("@texts", new[] { "text 13", "text 24", "text 33", "text 50" });
        using var iterator = _container.GetItemQueryIterator<string>(query);

        Assert.Equal(["t13", "t24"], await Pages.AllAsync(iterator));
    }

    [Fact]
    public async Task Offset_and_limit_may_be_parameters()
    {
        var query = new QueryDefinition("SELECT VALUE c.text FROM c ORDER BY c.text OFFSET @skip LIMIT @take").WithParameter("@skip", 3).WithParameter("@take", 2);
        using var iterator = _container.GetItemQueryIterator<string>(query);

        Assert.Equal(Enumerable.Range(0, Count).Select(i => "text " + i).Order(StringComparer.Ordinal).Skip(3).Take(2), await Pages.AllAsync(iterator));
    }

    [Fact]
    public async Task A_logical_partition_answers_alone()
    {
        var found = await Pages.AllAsync<string>(_container, "SELECT VALUE c.id FROM c ORDER BY c.id DESC", new PartitionKey("p2"));

        Assert.Equal(Enumerable.Range(0, Count).Where(i => i % 11 == 2).Select(i => $"t{i:00}").Reverse(), found);
    }

    [Theory]
    [InlineData("SELECT VALUE SUM(c.v) / COUNT(1) FROM c", "SC2205")]
    [InlineData("SELECT * FROM c WHERE c.v = ", "SC1001")]
    [InlineData("SELECT TOP @missing * FROM c", "SC2001")]
    [InlineData("SELECT VALUE NOPE(c.v) FROM c", "SC2005")]
    public async Task An_invalid_query_is_a_bad_request(string sql, string code)
    {
        var error = await Assert.ThrowsAsync<CosmosException>(() => RunAsync(sql, -1));

        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Linq_filters_sorts_and_projects_like_objects_in_memory()
    {
        await AgreeAsync(things => things.Where(thing => thing.V > 4).OrderBy(thing => thing.Id).Select(thing => thing.Id));
        await AgreeAsync(things => things.Where(thing => thing.Text.StartsWith("text 1") && thing.Tags.Contains("odd")).OrderByDescending(thing => thing.Id).Select(thing => new { thing.Id, thing.V }));
        await AgreeAsync(things => things.OrderBy(thing => thing.V).ThenByDescending(thing => thing.Text).Select(thing => thing.Text).Skip(3).Take(5));
        await AgreeAsync(things => things.Where(thing => thing.O.Parity == "odd" || !(thing.V != 0)).OrderBy(thing => thing.Text).Select(thing => thing.Text.ToUpper().Replace("TEXT", "x") + thing.Id));
        await AgreeAsync(things => things.Where(thing => new[] { "t01", "t02", "nope" }.Contains(thing.Id)).OrderBy(thing => thing.Id).Select(thing => Math.Abs(thing.V - 5)));
        await AgreeAsync(things => things.Where(thing => thing.Id == "t01").SelectMany(thing => thing.Tags.Where(tag => tag != "odd")));
        await AgreeAsync(things => things.Where(thing => thing.Tags.Any(tag => tag == "even")).OrderBy(thing => thing.Id).Select(thing => thing.Tags.Count()));
    }

    [Fact]
    public async Task Linq_aggregates_over_partitions()
    {
        IQueryable<Thing> things = Linq();

        Assert.Equal(Count, await things.CountAsync());
        Assert.Equal(Things().Sum(thing => thing.V), await things.Select(thing => thing.V).SumAsync());
        Assert.Equal(Things().Where(thing => thing.V > 2).Max(thing => thing.V), await things.Where(thing => thing.V > 2).Select(thing => thing.V).MaxAsync());
        Assert.Equal(Things().Average(thing => (double)thing.V), await things.Select(thing => (double)thing.V).AverageAsync());
    }

    static IEnumerable<Thing> Things() => Enumerable.Range(0, Count).Select(Thing.Number);

    IOrderedQueryable<Thing> Linq() => _container.GetItemLinqQueryable<Thing>();

    async Task AgreeAsync<T>(Func<IQueryable<Thing>, IQueryable<T>> query)
    {
        using var iterator = query(Linq()).ToFeedIterator();

        Assert.Equal(query(Things().AsQueryable()).ToList(), await Pages.AllAsync(iterator));
    }

    List<string> Expected(string sql) =>
        [.. QueryExecution.Run(SqlQuery.Parse(sql), QueryParameters.None, _documents, TimeProvider.System).Select(Canonical)];

    static string Canonical(QueryResult result) => System.Text.Encoding.UTF8.GetString(result.Json.Span);

    async Task<List<string>> RunAsync(string sql, int pageSize)
    {
        var options = new QueryRequestOptions { MaxItemCount = pageSize };
        using var iterator = _container.GetItemQueryIterator<JsonElement>(sql, requestOptions: options);
        return (await Pages.AllAsync(iterator)).ConvertAll(element => element.GetRawText());
    }

    public sealed record Inner(string Parity);

    public sealed record Thing(string Id, string Pk, int V, string Text, string[] Tags, Inner O, object? Mixed)
    {
        [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
        public int? Sometimes { get; init; }

        public static Thing Number(int i)
        {
            var parity = i % 2 == 0 ? "even" : "odd";
            object?[] mixed = [null, true, false, i, "text " + (i % 3), new object?[] { i % 20, -1.5, "é", null, new { a = true } }, new { a = i % 3, b = new[] { i % 20, 0.1 }, c = false }, -1.5, Array.Empty<int>(), new { }];
            return new Thing($"t{i:00}", "p" + (i % 11), i % 10, "text " + i, i % 7 == 0 ? [] : [parity, "t" + (i % 3)], new Inner(parity), mixed[i % mixed.Length])
            {
                Sometimes = i % 4 == 0 ? i : null,
            };
        }
    }
}

public sealed class OnePartitionQueryTests() : SdkQueryTests(1);

public sealed class FourPartitionQueryTests() : SdkQueryTests(4);
