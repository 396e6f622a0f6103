#:package Microsoft.Azure.Cosmos
#:package Newtonsoft.Json
#:property PublishAot=false

// Measures what requests cost on a real account and writes the table that the local Cosmos server's meter reads. It takes a few cents and some minutes.
//   dotnet run infra/probe/probe.cs -- "AccountEndpoint=…;AccountKey=…" > src/local/Cosmos/Metering/request-units.json
using System.Text.Json;
using Microsoft.Azure.Cosmos;

const string Pk = "p";
const int Terms = 10;

// The id and the time of an item are always indexed.
const int UsualTerms = 2;

if (args is not [var connection])
{
    await Console.Error.WriteLineAsync("usage: dotnet run infra/probe/probe.cs -- CONNECTION_STRING");
    return 2;
}

int[] kilobytes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
var key = new PartitionKey(Pk);
using var client = new CosmosClient(connection, new CosmosClientOptions
{
    ConnectionMode = ConnectionMode.Gateway,
    LimitToEndpoint = true,
    UseSystemTextJsonSerializerWithOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web),
});
Database database = await client.CreateDatabaseAsync($"probe-{TimeProvider.System.GetUtcNow():yyyyMMddHHmmss}");
try
{
    Container bare = await CreateContainerAsync("bare", 0);
    Container indexed = await CreateContainerAsync("indexed", Terms);
    var smallest = (await bare.CreateItemAsync(Document("small", 1), key)).RequestCharge;
    var term = ((await indexed.CreateItemAsync(Document("small", 1), key)).RequestCharge - smallest) / Terms;
    var (read, write, replace, refusedPatch, query) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
    foreach (var size in kilobytes)
    {
        await Console.Error.WriteLineAsync($"{size} KB");
        var id = "d" + size;
        write.Add((await bare.CreateItemAsync(Document(id, size), key)).RequestCharge - (UsualTerms * term));
        replace.Add((await bare.ReplaceItemAsync(Document(id, size), id, key)).RequestCharge - (UsualTerms * term));
        read.Add((await bare.ReadItemAsync<JsonElement>(id, key)).RequestCharge);
        refusedPatch.Add(await ChargeOfRefusalAsync(bare.PatchItemAsync<JsonElement>(
            id, key, [PatchOperation.Set("/v0", 1)], new PatchItemRequestOptions { FilterPredicate = "FROM c WHERE c.v0 = 'other'" })));
        query.Add(await QueryAsync(bare, id));
    }

    using var batch = await bare.CreateTransactionalBatch(key).CreateItem(Document("in a batch", 1)).ReadItem("small").ExecuteAsync();
    var patched = await bare.PatchItemAsync<JsonElement>("small", key, [PatchOperation.Set("/v0", 8), PatchOperation.Set("/v1", 8)]);
    var table = new
    {
        origin = $"measured with infra/probe on {TimeProvider.System.GetUtcNow():yyyy-MM-dd}",
        kilobytes,
        read = Rounded(read),
        write = Rounded(write),
        replace = Rounded(replace),
        refusedPatch = Rounded(refusedPatch),
        query = Rounded(query),
        queryFloor = Math.Round(await QueryAsync(bare, "missing"), 2),
        term = Math.Round(term, 2),
        patchedProperty = Math.Round((patched.RequestCharge - replace[0] - (UsualTerms * term)) / 2, 2),
        batch = Math.Round(batch.RequestCharge / (smallest + read[0]), 2),
        minimum = Math.Round(await ChargeOfRefusalAsync(bare.ReadItemAsync<JsonElement>("missing", key)), 2),
    };
    Console.WriteLine(JsonSerializer.Serialize(table, new JsonSerializerOptions { WriteIndented = true }));
    return 0;
}
finally
{
    await database.DeleteAsync();
}

async Task<Container> CreateContainerAsync(string id, int terms)
{
    var policy = new IndexingPolicy { ExcludedPaths = { new ExcludedPath { Path = "/*" } } };
    for (var i = 0; i < terms; i++)
    {
        policy.IncludedPaths.Add(new IncludedPath { Path = $"/v{i}/?" });
    }

    return await database.CreateContainerAsync(new ContainerProperties(id, "/pk") { IndexingPolicy = policy });
}

// System properties take some 250 bytes of each item, and the members beside the text 150 more.
static Dictionary<string, object> Document(string id, int kilobytes)
{
    var document = new Dictionary<string, object>(StringComparer.Ordinal) { ["id"] = id, ["pk"] = Pk, ["text"] = new string('x', (kilobytes * 1024) - 450) };
    for (var i = 0; i < Terms; i++)
    {
        document["v" + i] = i;
    }

    return document;
}

static async Task<double> ChargeOfRefusalAsync(Task work)
{
    try
    {
        await work;
        throw new InvalidOperationException("The request should have been refused.");
    }
    catch (CosmosException ex)
    {
        return ex.RequestCharge;
    }
}

async Task<double> QueryAsync(Container container, string id)
{
    var text = new QueryDefinition("SELECT * FROM c WHERE c.id = @id").WithParameter("@id", id);
    using var pages = container.GetItemQueryIterator<JsonElement>(text, requestOptions: new QueryRequestOptions { PartitionKey = key });
    return (await pages.ReadNextAsync()).RequestCharge;
}

static double[] Rounded(List<double> charges) => [.. charges.Select(charge => Math.Round(charge, 2))];
