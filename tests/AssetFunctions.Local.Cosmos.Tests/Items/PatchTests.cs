using System.Text.Json;
using AssetFunctions.Local.Cosmos.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Items;

public sealed class PatchTests : CosmosTest
{
    const string Document = """{"id":"a","pk":"p","n":1,"s":"x","list":[1,2,3],"o":{"k":1,"a/b":{"m~n":0}},"none":null}""";

    [Theory]
    [InlineData("""[{"op":"add","path":"/new","value":{"deep":[1]}}]""", """{"new":{"deep":[1]}}""")]
    [InlineData("""[{"op":"add","path":"/n","value":"overwritten"}]""", """{"n":"overwritten"}""")]
    [InlineData("""[{"op":"add","path":"/list/1","value":9}]""", """{"list":[1,9,2,3]}""")]
    [InlineData("""[{"op":"add","path":"/list/3","value":9}]""", """{"list":[1,2,3,9]}""")]
    [InlineData("""[{"op":"add","path":"/list/-","value":9}]""", """{"list":[1,2,3,9]}""")]
    [InlineData("""[{"op":"add","path":"/o/k2","value":null}]""", """{"o":{"k":1,"a/b":{"m~n":0},"k2":null}}""")]
    [InlineData("""[{"op":"set","path":"/list/1","value":9}]""", """{"list":[1,9,3]}""")]
    [InlineData("""[{"op":"set","path":"/list/3","value":9}]""", """{"list":[1,2,3,9]}""")]
    [InlineData("""[{"op":"set","path":"/new","value":5}]""", """{"new":5}""")]
    [InlineData("""[{"op":"set","path":"/o/a~1b/m~0n","value":7}]""", """{"o":{"k":1,"a/b":{"m~n":7}}}""")]
    [InlineData("""[{"op":"replace","path":"/none","value":1}]""", """{"none":1}""")]
    [InlineData("""[{"op":"replace","path":"/list/0","value":9}]""", """{"list":[9,2,3]}""")]
    [InlineData("""[{"op":"remove","path":"/s"}]""", """{"s":"(removed)"}""")]
    [InlineData("""[{"op":"remove","path":"/none"}]""", """{"none":"(removed)"}""")]
    [InlineData("""[{"op":"remove","path":"/list/0"}]""", """{"list":[2,3]}""")]
    [InlineData("""[{"op":"incr","path":"/n","value":41}]""", """{"n":42}""")]
    [InlineData("""[{"op":"incr","path":"/n","value":-0.5}]""", """{"n":0.5}""")]
    [InlineData("""[{"op":"incr","path":"/fresh","value":3}]""", """{"fresh":3}""")]
    [InlineData("""[{"op":"move","from":"/s","path":"/o/k"}]""", """{"s":"(removed)","o":{"k":"x","a/b":{"m~n":0}}}""")]
    [InlineData("""[{"op":"move","from":"/list/0","path":"/list/2"}]""", """{"list":[2,3,1]}""")]
    [InlineData("""[{"op":"add","path":"/m","value":{}},{"op":"add","path":"/m/x","value":1},{"op":"incr","path":"/m/x","value":1}]""", """{"m":{"x":2}}""")]
    public async Task A_patch_changes_what_it_names(string operations, string changed)
    {
        await StoreAsync();
        var patched = await Items.PatchItemAsync<JsonElement>("a", Key, Parse(operations));
        var expected = JsonSerializer.Deserialize<JsonElement>(changed);

        Assert.True(JsonElement.DeepEquals(patched.Resource, (await Items.ReadItemAsync<JsonElement>("a", Key)).Resource));
        foreach (var member in expected.EnumerateObject())
        {
            var isPresent = patched.Resource.TryGetProperty(member.Name, out var value);
            Assert.True(isPresent ? JsonElement.DeepEquals(member.Value, value) : member.Value.ValueEquals("(removed)"), member.Name + " is " + value);
        }
    }

    [Theory]
    [InlineData("""[{"op":"replace","path":"/missing","value":1}]""")]
    [InlineData("""[{"op":"remove","path":"/missing"}]""")]
    [InlineData("""[{"op":"remove","path":"/list/3"}]""")]
    [InlineData("""[{"op":"move","from":"/missing","path":"/n"}]""")]
    [InlineData("""[{"op":"move","from":"/o","path":"/o/inside"}]""")]
    [InlineData("""[{"op":"incr","path":"/s","value":1}]""")]
    [InlineData("""[{"op":"incr","path":"/none","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/list/4","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/list/x","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/n/below","value":1}]""")]
    [InlineData("""[{"op":"set","path":"/pk","value":"q"}]""")]
    [InlineData("""[{"op":"set","path":"/id","value":"b"}]""")]
    [InlineData("""[{"op":"remove","path":"/id"}]""")]
    [InlineData("""[{"op":"set","path":"/n","value":2},{"op":"remove","path":"/missing"}]""")]
    public async Task A_patch_that_cannot_be_applied_changes_nothing(string operations)
    {
        await StoreAsync();
        var before = await Items.ReadItemAsync<JsonElement>("a", Key);

        Assert.StartsWith("400/", await RefusalOfAsync(() => Items.PatchItemAsync<JsonElement>("a", Key, Parse(operations))), StringComparison.Ordinal);
        Assert.Equal(before.ETag, (await Items.ReadItemAsync<JsonElement>("a", Key)).ETag);
    }

    [Fact]
    public async Task A_missing_parent_is_reported_in_the_words_of_the_service()
    {
        await StoreAsync();
        var error = await Assert.ThrowsAsync<CosmosException>(() => Items.PatchItemAsync<JsonElement>("a", Key, [PatchOperation.Add("/x/y", 1)]));

        Assert.Contains(
            "For Operation(1): Add Operation can only create a child object of an existing node(array or object) and cannot create path recursively, no path found beyond: 'x'.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, null)]
    [InlineData(11, "400/0")]
    public async Task A_patch_has_at_most_ten_operations(int count, string? refusal)
    {
        await StoreAsync();
        PatchOperation[] operations = [.. Enumerable.Range(0, count).Select(_ => PatchOperation.Increment("/n", 1))];
        var outcome = refusal is null ? null : await RefusalOfAsync(() => Items.PatchItemAsync<JsonElement>("a", Key, operations));
        if (refusal is null)
        {
            Assert.Equal(11, (await Items.PatchItemAsync<JsonElement>("a", Key, operations)).Resource.GetProperty("n").GetInt32());
        }

        Assert.Equal(refusal, outcome);
    }

    [Theory]
    [InlineData("FROM c WHERE c.n = 1", true)]
    [InlineData("from c where c.n >= 1 AND c.s = 'x'", true)]
    [InlineData("FROM c WHERE IS_DEFINED(c.missing) = false", true)]
    [InlineData("FROM c WHERE c.n = 2", false)]
    [InlineData("FROM c WHERE c.missing < 5", false)]
    public async Task A_condition_decides_whether_a_patch_is_applied(string condition, bool holds)
    {
        await StoreAsync();
        var options = new PatchItemRequestOptions { FilterPredicate = condition };
        Task PatchAsync() => Items.PatchItemAsync<JsonElement>("a", Key, [PatchOperation.Set("/n", 9)], options);
        if (holds)
        {
            await PatchAsync();
        }
        else
        {
            Assert.Equal("412/1110", await RefusalOfAsync(PatchAsync));
        }

        Assert.Equal(holds ? 9 : 1, (await Items.ReadItemAsync<JsonElement>("a", Key)).Resource.GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task An_invalid_condition_is_refused()
    {
        await StoreAsync();
        var options = new PatchItemRequestOptions { FilterPredicate = "FROM c WHERE" };

        Assert.Equal("400/0", await RefusalOfAsync(() => Items.PatchItemAsync<JsonElement>("a", Key, [PatchOperation.Set("/n", 9)], options)));
    }

    [Fact]
    public async Task Concurrent_increments_all_count()
    {
        await StoreAsync();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Items.PatchItemAsync<JsonElement>("a", Key, [PatchOperation.Increment("/n", 1)])));

        Assert.Equal(51, (await Items.ReadItemAsync<JsonElement>("a", Key)).Resource.GetProperty("n").GetInt32());
    }

    Task<ItemResponse<JsonElement>> StoreAsync() => Items.CreateItemAsync(JsonSerializer.Deserialize<JsonElement>(Document), Key);

    static PatchOperation[] Parse(string json) =>
        [.. JsonSerializer.Deserialize<JsonElement>(json).EnumerateArray().Select(Operation)];

    static PatchOperation Operation(JsonElement operation)
    {
        var path = operation.GetProperty("path").GetString();
        operation.TryGetProperty("value", out var value);
        return operation.GetProperty("op").GetString() switch
        {
            "add" => PatchOperation.Add(path, value),
            "set" => PatchOperation.Set(path, value),
            "replace" => PatchOperation.Replace(path, value),
            "remove" => PatchOperation.Remove(path),
            "move" => PatchOperation.Move(operation.GetProperty("from").GetString(), path),
            _ => value.TryGetInt64(out var whole) ? PatchOperation.Increment(path, whole) : PatchOperation.Increment(path, value.GetDouble()),
        };
    }
}
