using System.Net;
using System.Text;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Items;

public sealed class ItemTests : CosmosTest
{
    [Fact]
    public async Task An_item_is_created_read_replaced_and_deleted()
    {
        var created = await Items.CreateItemAsync(new Doc("a", "p", 1), Key);
        var read = await Items.ReadItemAsync<Doc>("a", Key);
        var replaced = await Items.ReplaceItemAsync(new Doc("a", "p", 2), "a", Key);
        var deleted = await Items.DeleteItemAsync<Doc>("a", Key);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(new Doc("a", "p", 1), read.Resource);
        Assert.Equal(created.ETag, read.ETag);
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        Assert.NotEqual(created.ETag, replaced.ETag);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.All([created.RequestCharge, read.RequestCharge, replaced.RequestCharge, deleted.RequestCharge], charge => Assert.True(charge >= 1));
        Assert.Equal("404/0", await RefusalOfAsync(() => Items.ReadItemAsync<Doc>("a", Key)));
    }

    [Fact]
    public async Task An_upsert_creates_and_then_replaces()
    {
        Assert.Equal(HttpStatusCode.Created, (await Items.UpsertItemAsync(new Doc("a", "p", 1), Key)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Items.UpsertItemAsync(new Doc("a", "p", 2), Key)).StatusCode);
        Assert.Equal(2, (await Items.ReadItemAsync<Doc>("a", Key)).Resource.V);
    }

    [Fact]
    public async Task An_existing_item_cannot_be_created_and_a_missing_one_cannot_be_changed()
    {
        await CreateAsync(new Doc("a", "p"));

        Assert.Equal("409/0", await RefusalOfAsync(() => Items.CreateItemAsync(new Doc("a", "p"), Key)));
        Assert.Equal("404/0", await RefusalOfAsync(() => Items.ReplaceItemAsync(new Doc("b", "p"), "b", Key)));
        Assert.Equal("404/0", await RefusalOfAsync(() => Items.DeleteItemAsync<Doc>("b", Key)));
        Assert.Equal("404/0", await RefusalOfAsync(() => Items.PatchItemAsync<Doc>("b", Key, [PatchOperation.Set("/v", 1)])));
        Assert.Equal("404/0", await RefusalOfAsync(() => Items.ReadItemAsync<Doc>("a", new PartitionKey("q"))));
    }

    [Fact]
    public async Task A_missing_item_is_reported_in_the_words_of_the_service()
    {
        var error = await Assert.ThrowsAsync<CosmosException>(() => Items.ReadItemAsync<Doc>("a", Key));

        Assert.Contains("Resource Not Found", error.Message, StringComparison.Ordinal);
        Assert.Contains("https://aka.ms/cosmosdb-tsg-not-found", error.Message, StringComparison.Ordinal);
        Assert.Contains("ActivityId: " + error.ActivityId, error.ResponseBody, StringComparison.Ordinal);
        Assert.True(error.RequestCharge > 0);
    }

    [Fact]
    public async Task The_client_takes_the_key_from_the_item_when_none_is_given()
    {
        await Items.CreateItemAsync(new Doc("a", "from item"));

        Assert.Equal("a", (await Items.ReadItemAsync<Doc>("a", new PartitionKey("from item"))).Resource.Id);
    }

    [Fact]
    public async Task A_document_carries_its_system_properties()
    {
        var created = await Items.CreateItemAsync(JsonSerializer.Deserialize<JsonElement>("""{"id":"a","pk":"p","_ts":5,"_etag":"mine","_own":1}"""), Key);
        var document = created.Resource;

        Assert.Equal(created.ETag, document.GetProperty("_etag").GetString());
        Assert.Matches("^\"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\"$", created.ETag);
        Assert.True(document.GetProperty("_ts").GetInt64() > 5);
        Assert.Equal(16, Convert.FromBase64String(document.GetProperty("_rid").GetString()!.Replace('-', '/')).Length);
        Assert.Contains(document.GetProperty("_rid").GetString()!, document.GetProperty("_self").GetString()!, StringComparison.Ordinal);
        Assert.Equal("attachments/", document.GetProperty("_attachments").GetString());
        Assert.Equal(1, document.GetProperty("_own").GetInt32());
    }

    [Fact]
    public async Task A_replacement_keeps_the_identity_of_the_item()
    {
        var created = await Items.CreateItemAsync(JsonSerializer.Deserialize<JsonElement>("""{"id":"a","pk":"p"}"""), Key);
        var replaced = await Items.ReplaceItemAsync(JsonSerializer.Deserialize<JsonElement>("""{"id":"a","pk":"p","v":1}"""), "a", Key);

        Assert.Equal(created.Resource.GetProperty("_rid").GetString(), replaced.Resource.GetProperty("_rid").GetString());
    }

    [Fact]
    public async Task A_minimal_response_has_the_etag_and_no_document()
    {
        var terse = new ItemRequestOptions { EnableContentResponseOnWrite = false };
        var created = await Items.CreateItemAsync(new Doc("a", "p"), Key, terse);
        var patched = await Items.PatchItemAsync<Doc>("a", Key, [PatchOperation.Set("/v", 1)], new PatchItemRequestOptions { EnableContentResponseOnWrite = false });

        Assert.Null(created.Resource);
        Assert.Null(patched.Resource);
        Assert.Equal((await Items.ReadItemAsync<Doc>("a", Key)).ETag, patched.ETag);
        Assert.NotEqual(created.ETag, patched.ETag);
    }

    [Theory]
    [InlineData("a b+c%:é\"|x")]
    [InlineData("&=;,@$!'()*~`{}[]<>^")]
    [InlineData("🦊 日本語")]
    [InlineData(" leading space")]
    public async Task Ids_of_all_characters_that_the_client_can_address_round_trip(string id)
    {
        await CreateAsync(new Doc(id, "p", 1));

        Assert.Equal(id, (await Items.ReadItemAsync<Doc>(id, Key)).Resource.Id);
        Assert.Equal(2, (await Items.PatchItemAsync<Doc>(id, Key, [PatchOperation.Increment("/v", 1)])).Resource.V);
        await Items.DeleteItemAsync<Doc>(id, Key);
    }

    [Theory]
    [InlineData("""{"pk":"p"}""")]
    [InlineData("""{"id":"","pk":"p"}""")]
    [InlineData("""{"id":5,"pk":"p"}""")]
    [InlineData("""{"id":"a/b","pk":"p"}""")]
    [InlineData("""{"id":"a\\b","pk":"p"}""")]
    [InlineData("""["id"]""")]
    [InlineData("""{"id":"a","pk":"p" """)]
    [InlineData("""{"id":"a","pk":"p","v":1e999}""")]
    [InlineData("")]
    public async Task A_document_the_service_cannot_store_is_refused(string json)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(json));
        using var response = await Items.CreateItemStreamAsync(body, Key);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(await Pages.AllAsync<Doc>(Items, null));
    }

    [Theory]
    [InlineData(1023, "stored")]
    [InlineData(1024, "400/0")]
    public async Task An_id_has_at_most_1023_bytes(int bytes, string expected)
    {
        var id = "é" + new string('x', bytes - 2);
        var outcome = expected is "stored"
            ? (await Items.CreateItemAsync(new Doc(id, "p"), Key)).StatusCode is HttpStatusCode.Created ? "stored" : ""
            : await RefusalOfAsync(() => Items.CreateItemAsync(new Doc(id, "p"), Key));

        Assert.Equal(expected, outcome);
    }

    [Theory]
    [InlineData(2 * 1024 * 1024)]
    [InlineData(5 * 1024 * 1024)]
    public async Task An_item_above_two_megabytes_is_too_large(int characters)
    {
        Assert.Equal("413/0", await RefusalOfAsync(() => Items.CreateItemAsync(new Doc("a", "p", 0, new string('x', characters)), Key)));
        Assert.Equal(HttpStatusCode.Created, (await Items.CreateItemAsync(new Doc("a", "p", 0, new string('x', 2 * 1024 * 1024 - 100)), Key)).StatusCode);
    }

    [Fact]
    public async Task Nesting_beyond_128_levels_is_refused()
    {
        static string Nested(int levels) => $$"""{"id":"a","pk":"p","v":{{new string('[', levels - 1)}}{{new string(']', levels - 1)}}}""";
        using var deep = new MemoryStream(Encoding.UTF8.GetBytes(Nested(129)));
        using var allowed = new MemoryStream(Encoding.UTF8.GetBytes(Nested(128)));

        Assert.Equal(HttpStatusCode.BadRequest, (await Items.CreateItemStreamAsync(deep, Key)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await Items.CreateItemStreamAsync(allowed, Key)).StatusCode);
        using var read = await Items.ReadItemStreamAsync("a", Key);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Theory]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("123456789012345678901234567890", "1.2345678901234568E+29")]
    [InlineData("0.1234567890123456789", "0.12345678901234568")]
    [InlineData("1e2", "100")]
    public async Task Numbers_keep_the_precision_of_a_double(string sent, string stored)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"id":"a","pk":"p","n":{{sent}}}"""));
        using var response = await Items.CreateItemStreamAsync(body, Key);
        using var document = await JsonDocument.ParseAsync(response.Content);

        Assert.Equal(stored, document.RootElement.GetProperty("n").GetRawText());
    }

    [Fact]
    public async Task A_missing_container_is_distinguished_from_a_missing_item()
    {
        var gone = Host.Database.GetContainer("gone");
        var spent = await SpentOnAsync(async () => Assert.Equal("404/1003", await RefusalOfAsync(() => gone.ReadItemAsync<Doc>("a", Key))));

        Assert.Equal("ReadContainer 3", Tally(spent));
        var batch = await Assert.ThrowsAsync<CosmosException>(() => gone.CreateTransactionalBatch(Key).ReadItem("a").ExecuteAsync());
        Assert.Equal(HttpStatusCode.NotFound, batch.StatusCode);
    }

    [Fact]
    public async Task A_client_survives_a_container_deleted_and_created_again()
    {
        await CreateAsync(new Doc("a", "p"));
        await Items.ReadItemAsync<Doc>("a", Key);
        await Items.DeleteContainerAsync();
        await Host.ContainerAsync(Definition);

        Assert.Equal(HttpStatusCode.Created, (await Items.CreateItemAsync(new Doc("a", "p", 2), Key)).StatusCode);
        Assert.Equal(2, (await Items.ReadItemAsync<Doc>("a", Key)).Resource.V);
        Assert.Single(await Pages.AllAsync<Doc>(Items, "SELECT * FROM c"));
    }
}
