using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Explorer;

public sealed partial class ExplorerTests : CosmosTest
{
    protected override LocalCosmosOptions Options => new() { PhysicalPartitions = 3 };

    [Fact]
    public async Task The_page_may_run_its_own_script_and_load_nothing_else()
    {
        using var response = await Host.Http.GetAsync("/_local/explorer");
        var html = await response.Content.ReadAsStringAsync();
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains($"script-src 'sha256-{HashOf(html, "script")}'", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src 'sha256-{HashOf(html, "style")}'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.DoesNotMatch(External(), html);
        Assert.DoesNotMatch(MarkupFromText(), html);
    }

    [Fact]
    public async Task Databases_and_containers_are_listed()
    {
        await CreateAsync(new Doc("a", "p"), new Doc("b", "q"));
        await Host.ContainerAsync(new ContainerProperties("<b>", "/a/b") { DefaultTimeToLive = 60 });
        using var databases = JsonDocument.Parse(await Host.Http.GetStringAsync("/_local/databases"));
        var containers = databases.RootElement[0].GetProperty("containers");

        Assert.Equal("db", databases.RootElement[0].GetProperty("id").GetString());
        Assert.Equal(["<b>", "items"], containers.EnumerateArray().Select(container => container.GetProperty("id").GetString()));
        Assert.Equal([0, 2], containers.EnumerateArray().Select(container => container.GetProperty("items").GetInt32()));
        Assert.Equal("/a/b", containers[0].GetProperty("partitionKey").GetString());
        Assert.Equal(60, containers[0].GetProperty("defaultTtl").GetInt32());
        Assert.Equal(JsonValueKind.Null, containers[1].GetProperty("defaultTtl").ValueKind);
    }

    [Fact]
    public async Task A_query_covers_all_partitions_and_is_not_metered()
    {
        await CreateAsync([.. Enumerable.Range(0, 30).Select(i => new Doc($"d{i:00}", "p" + i, i))]);
        var spent = await SpentOnAsync(async () =>
        {
            Assert.Equal("[29,28]", (await QueryAsync("SELECT TOP 2 VALUE c.v FROM c ORDER BY c.v DESC")).GetProperty("documents").GetRawText());
            Assert.Equal("[30]", (await QueryAsync("SELECT VALUE COUNT(1) FROM c")).GetProperty("documents").GetRawText());
            Assert.Equal("[]", (await QueryAsync("SELECT * FROM c WHERE false")).GetProperty("documents").GetRawText());
        });

        Assert.Equal(0, spent.Requests);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public async Task Long_results_are_truncated_and_marked_as_incomplete(int items, bool isComplete)
    {
        var batches = Enumerable.Range(0, items).Select(i => new Doc("d" + i, "p")).Chunk(100);
        foreach (var documents in batches)
        {
            var batch = Items.CreateTransactionalBatch(Key);
            Array.ForEach(documents, document => batch.CreateItem(document));
            await batch.ExecuteAsync();
        }

        var result = await QueryAsync("SELECT * FROM c");
        Assert.Equal(isComplete, result.GetProperty("isComplete").GetBoolean());
        Assert.Equal(200, result.GetProperty("documents").GetArrayLength());
    }

    [Theory]
    [InlineData("items", "SELECT * FROM c WHERE", 400, "SC1001 at character 22: ")]
    [InlineData("items", "SELECT * FROM c WHERE c.v = @v", 400, "@v")]
    [InlineData("items", "SELECT VALUE UPPER(c.id) FROM c", 400, "The function UPPER is not supported by this local server")]
    [InlineData("gone", "SELECT * FROM c", 404, "Resource Not Found")]
    public async Task Errors_are_readable_sentences(string container, string query, int status, string text)
    {
        await CreateAsync(new Doc("a", "p"));
        using var response = await PostAsync(Body(container, query));
        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(text, error.RootElement.GetProperty("message").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"database":"db","container":"items","query":5}""")]
    public async Task A_malformed_request_is_refused(string body)
    {
        using var response = await PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("evil.example", 403)]
    [InlineData("localhost.evil.example:8081", 403)]
    [InlineData("localhost:8081", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]:8081", 200)]
    public async Task Pages_of_other_sites_get_nothing(string host, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_local/databases");
        request.Headers.Host = host;
        using var response = await Host.Http.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_query_that_any_site_could_send_is_refused()
    {
        using var content = new StringContent(Body("items", "SELECT * FROM c"), Encoding.UTF8, "text/plain");
        using var response = await Host.Http.PostAsync("/_local/query", content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    static string HashOf(string html, string element) => Convert.ToBase64String(
        SHA256.HashData(Encoding.UTF8.GetBytes(Regex.Match(html, $"<{element}>(.*?)</{element}>", RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Groups[1].Value)));

    static string Body(string container, string query) => JsonSerializer.Serialize(new { database = "db", container, query });

    async Task<JsonElement> QueryAsync(string query)
    {
        using var response = await PostAsync(Body("items", query));
        using var result = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return result.RootElement.Clone();
    }

    async Task<HttpResponseMessage> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Host.Http.PostAsync("/_local/query", content);
    }

    [GeneratedRegex("(?:src|href)=\"(?!data:,\")|https?://|url\\(|@import", RegexOptions.None, 1000)]
    private static partial Regex External();

    [GeneratedRegex("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|eval\\(", RegexOptions.None, 1000)]
    private static partial Regex MarkupFromText();
}
