using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Cosmos;
using AssetFunctions.Sync.Messaging;
using Microsoft.Azure.Cosmos;
using Newtonsoft.Json;

namespace AssetFunctions.Infra.Tests;

/// <summary>Containers and queues of the deployment are those of the code. <c>ASSETFUNCTIONS_UPDATE_INFRA=1</c> renews the files.</summary>
public sealed class SourceOfTruthTests
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void The_containers_of_the_deployment_are_those_of_the_code() => InfraFiles.AssertFile("containers.json", Write(new JsonObject
    {
        ["database"] = CosmosDefaults.Database,
        ["containers"] = new JsonArray([.. ContainerDefinitions.All().Select(Definition)]),
    }));

    [Fact]
    public void The_queues_of_the_deployment_are_those_of_the_code() => InfraFiles.AssertFile("queues.json", Write(new JsonObject
    {
        ["poisonSuffix"] = QueueNames.PoisonSuffix,
        ["queues"] = new JsonArray([.. QueueNames.All.Select(queue => JsonValue.Create(queue))]),
    }));

    [Fact]
    public void Every_queue_constant_of_the_code_is_a_queue_of_the_deployment()
    {
        var constants = typeof(QueueNames).GetFields().Where(field => field.IsLiteral && field.Name != nameof(QueueNames.PoisonSuffix)).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(constants.Order(StringComparer.Ordinal), QueueNames.All.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_queue_of_the_deployment_gets_its_poison_queue()
    {
        var storage = BicepFile.Named("storage.bicep");

        Assert.Contains("for queue in queues.queues", Assert.Single(storage.Of("resource"), one => one.Name == "queueOfStage").Text, StringComparison.Ordinal);
        var poison = Assert.Single(storage.Of("resource"), one => one.Name == "queueOfPoison").Text;
        Assert.Contains("for queue in queues.queues", poison, StringComparison.Ordinal);
        Assert.Contains("name: '${queue}${queues.poisonSuffix}'", poison, StringComparison.Ordinal);
    }

    // The resource accepts a definition in the form in which the SDK sends it. New containers get large partition keys.
    static JsonObject Definition(ContainerProperties container)
    {
        var definition = JsonNode.Parse(JsonConvert.SerializeObject(container))!.AsObject();
        definition["partitionKey"]!["version"] ??= (int)PartitionKeyDefinitionVersion.V2;
        var indexing = definition["indexingPolicy"]!.AsObject();
        indexing["indexingMode"] = container.IndexingPolicy.IndexingMode.ToString().ToLowerInvariant();
        foreach (var kind in indexing.Where(member => member.Value is JsonArray { Count: 0 } && !member.Key.EndsWith("Paths", StringComparison.Ordinal)).Select(member => member.Key).ToList())
        {
            indexing.Remove(kind);
        }

        foreach (var path in indexing["includedPaths"]!.AsArray())
        {
            path!.AsObject().Remove("indexes");
        }

        return new JsonObject(definition.OrderBy(member => member.Key != "id").ThenBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
    }

    static string Write(JsonObject content) => content.ToJsonString(Indented) + "\n";
}
