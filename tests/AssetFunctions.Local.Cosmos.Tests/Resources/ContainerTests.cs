using System.Collections.ObjectModel;
using System.Net;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Resources;

public sealed class ContainerTests : CosmosTest
{
    [Fact]
    public async Task A_container_is_created_read_replaced_listed_and_deleted()
    {
        var created = await Host.Database.CreateContainerAsync(new ContainerProperties("second", "/a/b") { DefaultTimeToLive = 60 });
        var properties = (await created.Container.ReadContainerAsync()).Resource;
        properties.DefaultTimeToLive = -1;
        var replaced = await created.Container.ReplaceContainerAsync(properties);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("/a/b", created.Resource.PartitionKeyPath);
        Assert.Equal(60, created.Resource.DefaultTimeToLive);
        Assert.Equal(PartitionKeyDefinitionVersion.V2, created.Resource.PartitionKeyDefinitionVersion);
        Assert.Equal(-1, replaced.Resource.DefaultTimeToLive);
        Assert.NotEqual(created.ETag, replaced.ETag);
        Assert.Equal(replaced.ETag, (await created.Container.ReadContainerAsync()).ETag);
        Assert.Equal(
            ["items", "second"],
            (await Pages.AllAsync(Host.Database.GetContainerQueryIterator<ContainerProperties>())).Select(found => found.Id).Order());
        Assert.Equal(HttpStatusCode.NoContent, (await created.Container.DeleteContainerAsync()).StatusCode);
        Assert.Equal("404/0", await RefusalOfAsync(() => created.Container.ReadContainerAsync()));
    }

    [Fact]
    public async Task Create_if_not_exists_takes_two_requests_the_first_time_and_one_after_that()
    {
        var first = await SpentOnAsync(() => Host.Database.CreateContainerIfNotExistsAsync("second", "/pk"));
        var second = await SpentOnAsync(() => Host.Database.CreateContainerIfNotExistsAsync("second", "/pk"));

        Assert.Equal("CreateContainer 1, ReadContainer 1", Tally(first));
        Assert.Equal("ReadContainer 1", Tally(second));
    }

    [Fact]
    public async Task An_indexing_policy_is_returned_with_its_defaults()
    {
        var properties = new ContainerProperties("indexed", "/pk")
        {
            IndexingPolicy = new IndexingPolicy
            {
                IncludedPaths = { new IncludedPath { Path = "/v/?" } },
                ExcludedPaths = { new ExcludedPath { Path = "/*" } },
                CompositeIndexes = { new Collection<CompositePath> { new() { Path = "/v" }, new() { Path = "/id", Order = CompositePathSortOrder.Descending } } },
            },
        };
        var policy = (await Host.Database.CreateContainerAsync(properties)).Resource.IndexingPolicy;
        var usual = (await Items.ReadContainerAsync()).Resource.IndexingPolicy;

        Assert.Equal("/v/?", Assert.Single(policy.IncludedPaths).Path);
        Assert.Equal("/*", Assert.Single(policy.ExcludedPaths).Path);
        Assert.Equal(2, Assert.Single(policy.CompositeIndexes).Count);
        Assert.Equal("/*", Assert.Single(usual.IncludedPaths).Path);
        Assert.Equal("/\"_etag\"/?", Assert.Single(usual.ExcludedPaths).Path);
    }

    [Fact]
    public async Task The_name_and_the_key_cannot_be_changed()
    {
        Assert.Equal("400/0", await RefusalOfAsync(() => Items.ReplaceContainerAsync(new ContainerProperties("items", "/other"))));
        Assert.Equal("400/0", await RefusalOfAsync(() => Items.ReplaceContainerAsync(new ContainerProperties("renamed", "/pk"))));
    }

    [Theory]
    [InlineData("""{"id":"c"}""")]
    [InlineData("""{"partitionKey":{"paths":["/pk"],"kind":"Hash"}}""")]
    [InlineData("""{"id":"c","partitionKey":{"paths":[],"kind":"Hash"}}""")]
    [InlineData("""{"id":"c","partitionKey":{"paths":["pk"],"kind":"Hash"}}""")]
    [InlineData("""{"id":"c","partitionKey":{"paths":["/a","/b"],"kind":"Hash"}}""")]
    [InlineData("""{"id":"c","partitionKey":{"paths":["/pk"],"kind":"Hash"},"defaultTtl":0}""")]
    [InlineData("""{"id":"c","partitionKey":{"paths":["/pk"],"kind":"Hash"},"defaultTtl":"x"}""")]
    [InlineData("""{"id":"c","partitionKey":"pk"}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task An_invalid_definition_is_refused(string json)
    {
        using var raw = new RawClient(Server.Endpoint);

        Assert.Equal(400, (await raw.SendAsync("POST", "/dbs/db/colls", json)).Status);
    }

    [Theory]
    [InlineData("""{"id":"c","partitionKey":{"paths":["/a","/b"],"kind":"MultiHash"}}""", "A hierarchical partition key")]
    [InlineData("""{"id":"c","partitionKey":{"paths":["/pk"],"kind":"Hash"},"uniqueKeyPolicy":{"uniqueKeys":[{"paths":["/v"]}]}}""", "The uniqueKeyPolicy of a container")]
    [InlineData("""{"id":"c","partitionKey":{"paths":["/pk"],"kind":"Hash"},"conflictResolutionPolicy":{"mode":"Custom"}}""", "The conflictResolutionPolicy of a container")]
    public async Task Unsupported_features_are_refused_by_name(string json, string construct)
    {
        using var raw = new RawClient(Server.Endpoint);
        var reply = await raw.SendAsync("POST", "/dbs/db/colls", json);

        Assert.Equal(400, reply.Status);
        Assert.Contains(construct + " is not supported by this local server", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_expects_an_earlier_container_of_the_same_name_is_refused()
    {
        using var raw = new RawClient(Server.Endpoint);
        (string, string)[] headers = [("x-ms-documentdb-partitionkey", """["p"]"""), ("x-ms-cosmos-intended-collection-rid", "AAAAAIAAAAE=")];
        var reply = await raw.SendAsync("GET", "/dbs/db/colls/items/docs/a", "", headers);

        Assert.Equal(400, reply.Status);
        Assert.Equal("1024", reply.Header("x-ms-substatus"));
    }
}
