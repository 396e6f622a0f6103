using AssetFunctions.Local.Cosmos.Tests.Support;

namespace AssetFunctions.Local.Cosmos.Tests.Batches;

public sealed class MalformedBatchTests : CosmosTest
{
    [Theory]
    [InlineData("")]
    [InlineData("7B7D")]
    [InlineData("81F0D8FF7F010A000000")]
    [InlineData("81F0D8FF7F010A00000081F1D8FF7F0500000000000000")]
    [InlineData("81F0D8FF7F010A00000081F1D8FF7FFFFFFFFF00000000")]
    [InlineData("81F0D8FF7F010A00000081F1D8FF7F01000000FFFFFFFF00")]
    [InlineData("81F0D8FF7F01FFFFFFFF")]
    public async Task Bytes_that_are_not_a_batch_are_refused(string hex)
    {
        using var raw = new RawClient(Server.Endpoint);
        var reply = await raw.SendAsync(
            "POST",
            "/dbs/db/colls/items/docs",
            Convert.FromHexString(hex),
            ("x-ms-cosmos-is-batch-request", "True"),
            ("x-ms-cosmos-batch-atomic", "True"),
            ("x-ms-documentdb-partitionkey", """["p"]"""));

        Assert.Equal(400, reply.Status);
        Assert.Contains("\"code\":\"BadRequest\"", reply.Body, StringComparison.Ordinal);
    }
}
