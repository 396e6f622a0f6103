using System.Net;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

/// <summary>
/// Queries through the real SDK, which merges the results of the partitions. The engine over all documents at once gives the
/// expected results.
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
        "SELECT c.id, c.tags[0] AS tag, {'v': c.v} AS o FROM c WHERE CONTAINS(c.text, '3')",
        "SELECT DISTINCT VALUE c.v FROM c",
        "SELECT DISTINCT c.v, c.pk FROM c",
        "SELECT DISTINCT VALUE c.o FROM c",
        "SELECT VALUE COUNT(1) FROM c",
        "SELECT VALUE COUNT(1) FROM c WHERE c.v > 99",
        "SELECT VALUE COUNT(c.sometimes) FROM c",
    ];

    /// <summary>Total orders, so that there is one right sequence.</summary>
    public static TheoryData<string> SortedQueries =>
    [
        "SELECT VALUE c.id FROM c ORDER BY c.id",
        "SELECT VALUE c.id FROM c ORDER BY c.id DESC",
        "SELECT VALUE c.id FROM c WHERE c.v > 2 OR c.v = 0 ORDER BY c.text DESC",
        "SELECT c.id, c.v FROM root c WHERE NOT IS_DEFINED(c.sometimes) ORDER BY c['id']",
        "SELECT * FROM c ORDER BY c.text DESC",
        "SELECT TOP 7 VALUE c.text FROM c ORDER BY c.text",
        "SELECT VALUE c.text FROM c ORDER BY c.text OFFSET 13 LIMIT 9",
        "SELECT VALUE c.text FROM c ORDER BY c.text OFFSET 75 LIMIT 50",
        "SELECT VALUE c.text FROM c ORDER BY c.text OFFSET 500 LIMIT 5",
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
            await _container.CreateItemAsync(document, new PartitionKey(document.Pk));
            using var stored = await _container.ReadItemStreamAsync(document.Id, new PartitionKey(document.Pk));
            using var json = new MemoryStream();
            await stored.Content.CopyToAsync(json);
            _documents.Add(new QueryDocument(i, json.ToArray()));
        }
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(UnsortedQueries))]
    public async Task Merged_partitions_return_the_same_results_as_one(string sql)
    {
        foreach (var pageSize in new[] { 7, -1 })
        {
            Assert.Equal(Expected(sql).Order(), (await RunAsync(sql, pageSize)).Order());
        }
    }

    [Theory]
    [MemberData(nameof(SortedQueries))]
    public async Task Merged_partitions_return_results_in_order(string sql)
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
    [InlineData("SELECT VALUE c.id FROM c ORDER BY c.v DESC")]
    [InlineData("SELECT TOP 21 VALUE c.text FROM c ORDER BY c.text")]
    [InlineData("SELECT VALUE c.text FROM c ORDER BY c.text OFFSET 5 LIMIT 21")]
    [InlineData("SELECT VALUE c.id FROM c OFFSET 5 LIMIT 21")]
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
    public async Task A_query_in_one_logical_partition_returns_its_results()
    {
        var found = await Pages.AllAsync<string>(_container, "SELECT VALUE c.id FROM c ORDER BY c.id DESC", new PartitionKey("p2"));

        Assert.Equal(Enumerable.Range(0, Count).Where(i => i % 11 == 2).Select(i => $"t{i:00}").Reverse(), found);
    }

    [Theory]
    [InlineData("SELECT VALUE SUM(c.v) FROM c", "The function SUM is not supported by this local server")]
    [InlineData("SELECT VALUE t FROM c JOIN t IN c.tags", "JOIN is not supported by this local server")]
    [InlineData("SELECT * FROM c WHERE c.v = ", "SC1001")]
    [InlineData("SELECT TOP @missing * FROM c", "SC2001")]
    public async Task An_invalid_query_is_a_bad_request(string sql, string code)
    {
        var error = await Assert.ThrowsAsync<CosmosException>(() => RunAsync(sql, -1));

        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
    }

    List<string> Expected(string sql) =>
        [.. QueryHarness.Execute(SqlQuery.Parse(sql), _documents).Select(Canonical)];

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
            object?[] mixed = [null, true, false, i, "text " + (i % 3), -1.5, "é"];
            return new Thing($"t{i:00}", "p" + (i % 11), i % 10, "text " + i, i % 7 == 0 ? [] : [parity, "t" + (i % 3)], new Inner(parity), mixed[i % mixed.Length])
            {
                Sometimes = i % 4 == 0 ? i : null,
            };
        }
    }
}

public sealed class OnePartitionQueryTests() : SdkQueryTests(1);

public sealed class FourPartitionQueryTests() : SdkQueryTests(4);
