using System.Net;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Batches;

public sealed class BatchTests : CosmosTest
{
    const string Stale = "\"00000000-0000-0000-0000-000000000001\"";

    [Fact]
    public async Task All_six_operations_commit_in_one_request_and_see_each_other()
    {
        await CreateAsync(new Doc("old", "p", 7));
        await ContentAsync();
        TransactionalBatchResponse response = null!;
        var spent = await SpentOnAsync(async () => response = await Batch()
            .CreateItem(new Doc("a", "p", 1))
            .UpsertItem(new Doc("b", "p", 1))
            .UpsertItem(new Doc("old", "p", 8))
            .ReplaceItem("a", new Doc("a", "p", 2), new TransactionalBatchItemRequestOptions { IndexingDirective = IndexingDirective.Include })
            .ReadItem("a")
            .PatchItem("b", [PatchOperation.Increment("/v", 5)])
            .DeleteItem("a")
            .ExecuteAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("201 201 200 200 200 200 204", Statuses(response));
        Assert.Equal(2, response.GetOperationResultAtIndex<Doc>(4).Resource.V);
        Assert.Equal(6, response.GetOperationResultAtIndex<Doc>(5).Resource.V);
        Assert.Equal("Batch 1", Tally(spent));
        Assert.Equal("b=6 old=8", await ContentAsync());
        Assert.Equal((await Items.ReadItemAsync<Doc>("b", Key)).ETag, response[5].ETag);
    }

    [Fact]
    public async Task A_failed_operation_fails_all_others_and_changes_nothing()
    {
        await CreateAsync(new Doc("a", "p", 1));
        var response = await Batch()
            .UpsertItem(new Doc("a", "p", 2))
            .CreateItem(new Doc("b", "p"))
            .CreateItem(new Doc("a", "p"))
            .DeleteItem("a")
            .ExecuteAsync();

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("424 424 409 424", Statuses(response));
        Assert.Contains("already exists", response.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("a=1", await ContentAsync());
    }

    [Fact]
    public async Task A_batch_ahead_of_its_session_is_refused()
    {
        await CreateAsync(new Doc("a", "p", 1));
        var seen = (await Items.ReadItemAsync<Doc>("a", Key)).Headers.Session;
        var known = await Batch().ReadItem("a").ExecuteAsync(new TransactionalBatchRequestOptions { SessionToken = seen });
        var ahead = await Batch().UpsertItem(new Doc("a", "p", 2)).ExecuteAsync(new TransactionalBatchRequestOptions { SessionToken = "0:-1#99999999" });

        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, ahead.StatusCode);
        Assert.Equal("a=1", await ContentAsync());
    }

    [Fact]
    public async Task A_failed_batch_is_a_207_on_the_wire()
    {
        var spent = await SpentOnAsync(() => Batch().ReadItem("missing").ExecuteAsync());

        Assert.Equal(207, spent.Rows.Single(row => row.IsData).Status);
    }

    [Fact]
    public async Task Each_kind_of_failure_keeps_its_own_status()
    {
        await CreateAsync(new Doc("a", "p", 1));
        var terms = new TransactionalBatchItemRequestOptions { IfMatchEtag = Stale };
        var filter = new TransactionalBatchPatchItemRequestOptions { FilterPredicate = "FROM c WHERE c.v = 2" };

        Assert.Equal("404", await OutcomeAsync(Batch().ReadItem("missing")));
        Assert.Equal("404", await OutcomeAsync(Batch().ReplaceItem("missing", new Doc("missing", "p"))));
        Assert.Equal("404", await OutcomeAsync(Batch().DeleteItem("missing")));
        Assert.Equal("404", await OutcomeAsync(Batch().PatchItem("missing", [PatchOperation.Set("/v", 1)])));
        Assert.Equal("412", await OutcomeAsync(Batch().ReplaceItem("a", new Doc("a", "p"), terms)));
        Assert.Equal("412", await OutcomeAsync(Batch().UpsertItem(new Doc("a", "p"), terms)));
        Assert.Equal("412", await OutcomeAsync(Batch().DeleteItem("a", terms)));
        Assert.Equal("412", await OutcomeAsync(Batch().PatchItem("a", [PatchOperation.Set("/v", 3)], filter)));
        Assert.Equal("400", await OutcomeAsync(Batch().PatchItem("a", [PatchOperation.Remove("/missing")])));
        Assert.Equal("400", await OutcomeAsync(Batch().CreateItem(new Doc("b", "other key"))));
        Assert.Equal("400", await OutcomeAsync(Batch().CreateItem(new { pk = "p" })));
        Assert.Equal("400", await OutcomeAsync(Batch().CreateItem(new Doc("a/b", "p"))));
        Assert.Equal("a=1", await ContentAsync());
    }

    [Fact]
    public async Task A_read_of_a_known_version_is_not_modified_and_lets_the_batch_commit()
    {
        var etag = (await Items.CreateItemAsync(new Doc("a", "p"), Key)).ETag;
        var response = await Batch()
            .ReadItem("a", new TransactionalBatchItemRequestOptions { IfMatchEtag = etag })
            .CreateItem(new Doc("b", "p"))
            .ExecuteAsync();

        Assert.Equal(HttpStatusCode.MultiStatus, response.StatusCode);
        Assert.Equal("304 201", Statuses(response));
        Assert.Equal("a=0 b=0", await ContentAsync());
    }

    [Fact]
    public async Task The_current_etag_satisfies_the_conditions_of_writes()
    {
        var etag = (await Items.CreateItemAsync(new Doc("a", "p"), Key)).ETag;
        var current = new TransactionalBatchItemRequestOptions { IfMatchEtag = etag };

        Assert.Equal("200", await OutcomeAsync(Batch().ReplaceItem("a", new Doc("a", "p", 5), current)));
        Assert.Equal("a=5", await ContentAsync());
    }

    [Fact]
    public async Task An_operation_with_a_minimal_response_returns_the_etag()
    {
        var terse = new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false };
        var response = await Batch().CreateItem(new Doc("a", "p"), terse).CreateItem(new Doc("b", "p")).ExecuteAsync();

        Assert.Null(response.GetOperationResultAtIndex<Doc>(0).Resource);
        Assert.NotNull(response[0].ETag);
        Assert.Equal("b", response.GetOperationResultAtIndex<Doc>(1).Resource.Id);
    }

    [Fact]
    public async Task A_batch_costs_the_sum_of_its_operations()
    {
        var alone = (await Items.CreateItemAsync(new Doc("x", "p"), Key)).RequestCharge;
        var response = await Batch().CreateItem(new Doc("a", "p")).CreateItem(new Doc("b", "p")).ReadItem("a").ExecuteAsync();

        Assert.Equal(2 * alone + 1, response.RequestCharge, 2);
    }

    [Fact]
    public async Task A_batch_without_document_key_works_on_the_undefined_key()
    {
        var response = await Items.CreateTransactionalBatch(PartitionKey.None).CreateItem(new { id = "a", v = 3 }).ReadItem("a").ExecuteAsync();

        Assert.Equal("201 200", Statuses(response));
    }

    [Theory]
    [InlineData(100, HttpStatusCode.OK)]
    [InlineData(101, HttpStatusCode.BadRequest)]
    public async Task A_batch_has_at_most_100_operations(int count, HttpStatusCode expected)
    {
        var batch = Batch();
        for (var i = 0; i < count; i++)
        {
            batch.CreateItem(new Doc("d" + i, "p"));
        }

        Assert.Equal(expected, (await batch.ExecuteAsync()).StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? count : 0, (await Pages.AllAsync<Doc>(Items, "SELECT * FROM c")).Count);
    }

    [Fact]
    public async Task A_batch_above_two_megabytes_is_too_large()
    {
        var text = new string('x', 800_000);
        var batch = Batch().CreateItem(new Doc("a", "p", 0, text)).CreateItem(new Doc("b", "p", 0, text)).CreateItem(new Doc("c", "p", 0, text));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await batch.ExecuteAsync()).StatusCode);
        Assert.Equal("", await ContentAsync());
    }

    [Fact]
    public async Task A_response_above_four_megabytes_fails_at_its_last_operation()
    {
        await CreateAsync(new Doc("a", "p", 0, new string('x', 1024 * 1024)));
        var batch = Batch();
        for (var i = 0; i < 10; i++)
        {
            batch.ReadItem("a");
        }

        var response = await batch.ExecuteAsync();

        Assert.Equal(HttpStatusCode.FailedDependency, response[0].StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response[9].StatusCode);
    }

    [Fact]
    public async Task A_batch_spanning_keys_is_refused_as_a_whole()
    {
        Assert.Equal("400", await OutcomeAsync(Batch().CreateItem(new Doc("a", "p")).CreateItem(new Doc("b", "q"))));
        Assert.Empty(await Pages.AllAsync<Doc>(Items, "SELECT * FROM c"));
    }

    TransactionalBatch Batch() => Items.CreateTransactionalBatch(Key);

    static string Statuses(TransactionalBatchResponse response) => string.Join(' ', response.Select(result => (int)result.StatusCode));

    static async Task<string> OutcomeAsync(TransactionalBatch batch)
    {
        var response = await batch.ExecuteAsync();
        return $"{(int)response.StatusCode}";
    }

    async Task<string> ContentAsync() => string.Join(
        ' ', (await Pages.AllAsync<Doc>(Items, "SELECT * FROM c", Key)).OrderBy(doc => doc.Id, StringComparer.Ordinal).Select(doc => $"{doc.Id}={doc.V}"));
}
