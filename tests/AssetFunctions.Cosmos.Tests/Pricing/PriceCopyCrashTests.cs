using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Metering;
using static AssetFunctions.Cosmos.Tests.Pricing.PriceCopies;

namespace AssetFunctions.Cosmos.Tests.Pricing;

/// <summary>A copy of prices that dies at any of its requests, before or after the database has carried it out, loses nothing.</summary>
public sealed class PriceCopyCrashTests
{
    // Three pages: each takes a query for the directories, a batch that reads it, and a query and a batch for up to a hundred assets; one has more than
    // a hundred, and a last query finds that no page is left.
    const int Queries = 8;
    const int Batches = 7;

    public static TheoryData<OperationType, FaultAction, int> Faults() => DroppedRequests.Of((OperationType.Batch, Batches), (OperationType.Query, Queries));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_crash_at_any_request_is_made_up_for_by_copying_the_page_again(OperationType operation, FaultAction action, int number)
    {
        await using var world = await StartAsync();
        world.Server.Faults.Add(new FaultRule { Operation = operation, Action = action, Skip = number, Count = 1 });

        var copied = await CopyAsync(world);

        Assert.Empty(world.Server.Faults.Rules);
        var documents = await DocumentsAsync(world);
        Assert.Equal(await CurrentAsync(world, documents.Keys), documents);
        Assert.Equal(AssetCount, copied.Sum(page => page.Copied + page.UpToDate));
    }

    [Fact]
    public async Task The_copy_has_as_many_requests_as_are_struck()
    {
        await using var world = await StartAsync();
        var before = world.Meter();

        await CopyAsync(world);

        var spent = world.Meter() - before;
        Assert.Equal(Batches, spent.Rows.Where(row => row.Operation == OperationType.Batch).Sum(row => row.Requests));
        Assert.Equal(Queries, spent.Rows.Where(row => row.Operation == OperationType.Query).Sum(row => row.Requests));
    }
}
