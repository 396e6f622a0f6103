using System.Net;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Resources;

public sealed class DatabaseTests : CosmosTest
{
    [Fact]
    public async Task A_database_is_created_read_listed_and_deleted()
    {
        var created = await Host.Client.CreateDatabaseAsync("second");
        var read = await created.Database.ReadAsync();

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(created.ETag, read.ETag);
        Assert.Equal("second", read.Resource.Id);
        Assert.NotNull(read.Resource.LastModified);
        Assert.Equal(["db", "second"], (await Pages.AllAsync(Host.Client.GetDatabaseQueryIterator<DatabaseProperties>())).Select(found => found.Id).Order());
        Assert.Equal(HttpStatusCode.NoContent, (await created.Database.DeleteAsync()).StatusCode);
        Assert.Equal("404/0", await RefusalOfAsync(() => created.Database.ReadAsync()));
    }

    [Fact]
    public async Task An_existing_database_cannot_be_created_and_a_missing_one_is_not_found()
    {
        Assert.Equal("409/0", await RefusalOfAsync(() => Host.Client.CreateDatabaseAsync("db")));
        Assert.Equal("404/0", await RefusalOfAsync(() => Host.Client.GetDatabase("gone").ReadAsync()));
        Assert.Equal("404/0", await RefusalOfAsync(() => Host.Client.GetDatabase("gone").DeleteAsync()));
        Assert.Equal("404/0", await RefusalOfAsync(() => Host.Client.GetDatabase("gone").CreateContainerAsync("c", "/pk")));
    }

    [Theory]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("ends with space ")]
    public async Task A_name_the_service_does_not_accept_is_refused(string id) =>
        Assert.Contains(await OutcomeAsync(() => Host.Client.CreateDatabaseAsync(id)), new[] { "400/0", nameof(ArgumentException) });

    [Fact]
    public async Task Create_if_not_exists_takes_two_requests_the_first_time_and_one_after_that()
    {
        HttpStatusCode[] outcomes = [default, default];
        var first = await SpentOnAsync(async () => outcomes[0] = (await Host.Client.CreateDatabaseIfNotExistsAsync("second")).StatusCode);
        var second = await SpentOnAsync(async () => outcomes[1] = (await Host.Client.CreateDatabaseIfNotExistsAsync("second")).StatusCode);

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK], outcomes);
        Assert.Equal("CreateDatabase 1, ReadDatabase 1", Tally(first));
        Assert.Equal("ReadDatabase 1", Tally(second));
    }

    [Fact]
    public async Task A_query_over_databases_or_containers_is_refused_by_name()
    {
        using var databases = Host.Client.GetDatabaseQueryIterator<DatabaseProperties>("SELECT * FROM c WHERE c.id = 'second'");
        using var containers = Host.Database.GetContainerQueryIterator<ContainerProperties>("SELECT * FROM c");
        var error = await Assert.ThrowsAsync<CosmosException>(() => databases.ReadNextAsync());

        Assert.Contains("A query over databases or containers is not supported by this local server", error.Message, StringComparison.Ordinal);
        Assert.Equal("400/0", await RefusalOfAsync(() => containers.ReadNextAsync()));
    }

    [Fact]
    public async Task The_account_describes_itself()
    {
        var account = await Host.Client.ReadAccountAsync();

        Assert.Equal(ConsistencyLevel.Session, account.Consistency.DefaultConsistencyLevel);
        Assert.Equal(Server.Endpoint, new Uri(Assert.Single(account.WritableRegions).Endpoint));
    }

    static async Task<string> OutcomeAsync(Func<Task> work)
    {
        try
        {
            return await RefusalOfAsync(work);
        }
        catch (Xunit.Sdk.ThrowsException e) when (e.InnerException is ArgumentException)
        {
            return nameof(ArgumentException);
        }
    }
}
