using System.Net;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Items;

public sealed class ConditionTests : CosmosTest
{
    const string Stale = "\"00000000-0000-0000-0000-000000000001\"";

    [Fact]
    public async Task A_write_that_expects_the_current_version_succeeds()
    {
        var etag = (await Items.CreateItemAsync(new Doc("a", "p"), Key)).ETag;
        etag = (await Items.ReplaceItemAsync(new Doc("a", "p", 1), "a", Key, If(etag))).ETag;
        etag = (await Items.UpsertItemAsync(new Doc("a", "p", 2), Key, If(etag))).ETag;
        etag = (await Items.PatchItemAsync<Doc>("a", Key, [PatchOperation.Set("/v", 3)], new PatchItemRequestOptions { IfMatchEtag = etag })).ETag;

        Assert.Equal(HttpStatusCode.NoContent, (await Items.DeleteItemAsync<Doc>("a", Key, If(etag))).StatusCode);
    }

    [Fact]
    public async Task A_write_that_expects_another_version_fails_and_changes_nothing()
    {
        await CreateAsync(new Doc("a", "p"));

        Assert.Equal("412/0", await RefusalOfAsync(() => Items.ReplaceItemAsync(new Doc("a", "p", 1), "a", Key, If(Stale))));
        Assert.Equal("412/0", await RefusalOfAsync(() => Items.UpsertItemAsync(new Doc("a", "p", 1), Key, If(Stale))));
        Assert.Equal("412/0", await RefusalOfAsync(() => Items.DeleteItemAsync<Doc>("a", Key, If(Stale))));
        Assert.Equal("412/0", await RefusalOfAsync(
            () => Items.PatchItemAsync<Doc>("a", Key, [PatchOperation.Set("/v", 1)], new PatchItemRequestOptions { IfMatchEtag = Stale })));
        Assert.Equal(0, (await Items.ReadItemAsync<Doc>("a", Key)).Resource.V);
    }

    [Fact]
    public async Task A_failed_condition_is_charged_and_reported_in_the_words_of_the_service()
    {
        await CreateAsync(new Doc("a", "p"));
        var error = await Assert.ThrowsAsync<CosmosException>(() => Items.ReplaceItemAsync(new Doc("a", "p"), "a", Key, If(Stale)));

        Assert.True(error.RequestCharge > 0);
        Assert.Contains("One of the specified pre-condition is not met", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_version_satisfies_a_star()
    {
        await CreateAsync(new Doc("a", "p"));

        Assert.Equal(HttpStatusCode.OK, (await Items.ReplaceItemAsync(new Doc("a", "p", 1), "a", Key, If("*"))).StatusCode);
    }

    [Fact]
    public async Task A_read_of_a_known_version_is_not_modified()
    {
        var created = await Items.CreateItemAsync(new Doc("a", "p"), Key);
        var known = new ItemRequestOptions { IfNoneMatchEtag = created.ETag };
        using var stream = await Items.ReadItemStreamAsync("a", Key, known);

        Assert.Equal(HttpStatusCode.NotModified, stream.StatusCode);
        Assert.Equal(created.ETag, stream.Headers.ETag);
        Assert.Equal("304/0", await RefusalOfAsync(() => Items.ReadItemAsync<Doc>("a", Key, known)));
        await Items.ReplaceItemAsync(new Doc("a", "p", 1), "a", Key);
        Assert.Equal(1, (await Items.ReadItemAsync<Doc>("a", Key, known)).Resource.V);
    }

    [Fact]
    public async Task One_of_several_concurrent_writers_of_the_same_version_wins()
    {
        var etag = (await Items.CreateItemAsync(new Doc("a", "p"), Key)).ETag;
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 20).Select(async i =>
        {
            using var response = await Items.ReplaceItemStreamAsync(
                new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$"""{"id":"a","pk":"p","v":{{i}}}""")), "a", Key, If(etag));
            return response.StatusCode;
        }));

        Assert.Single(outcomes, HttpStatusCode.OK);
        Assert.Equal(19, outcomes.Count(status => status == HttpStatusCode.PreconditionFailed));
    }

    static ItemRequestOptions If(string etag) => new() { IfMatchEtag = etag };
}
