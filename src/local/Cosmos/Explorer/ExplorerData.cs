using System.Buffers;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Feeds;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Query;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Explorer;

/// <summary>Data for the explorer: the list of containers, and results of queries over all partitions of a container.</summary>
sealed class ExplorerData(Account account, TimeProvider clock)
{
    /// <summary>Row limit of a result; the page says when there are more.</summary>
    const int MaxRows = 200;

    public Reply Databases() => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var database in account.Databases.OrderBy(database => database.Id, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("id", database.Id);
            writer.WriteStartArray("containers");
            foreach (var container in database.Containers.Values.OrderBy(container => container.Id, StringComparer.Ordinal))
            {
                Describe(writer, container);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>Runs <c>{"database","container","query"}</c>.</summary>
    /// <exception cref="RequestRefusedException">400 with a readable message, or 404.</exception>
    public Reply Query(ReadOnlyMemory<byte> body)
    {
        var (container, text) = Read(body);
        try
        {
            var query = SqlQuery.Parse(text);
            QueryHandler.CheckOrder(query, container.Definition);
            return Run(query, container);
        }
        catch (SqlQueryException ex)
        {
            throw RequestRefusedException.BadRequest($"{ex.Code} at character {ex.Start + 1}: {ex.Message}");
        }
    }

    (Container Container, string Query) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            string Text(string name) => root.GetProperty(name).GetString() ?? throw new JsonException();
            return (account.Get(Text("database"), Text("container")), Text("query"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw RequestRefusedException.BadRequest("The request body must be a JSON object with a database, a container and a query.");
        }
    }

    Reply Run(SqlQuery query, Container container)
    {
        var page = new PageBuilder(container.Rid);
        var isComplete = true;
        var load = new QueryLoad(query, container.Definition.Indexing);
        foreach (var result in QueryExecution.Run(query, ItemsOf(container).Select(item => new QueryDocument(item.Rid, item.Body)), load))
        {
            isComplete = page.Count < MaxRows && page.HasRoomFor(result.Json.Length);
            if (!isComplete)
            {
                break;
            }

            page.Add(result.Json.Span);
        }

        return Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("isComplete", isComplete);
            writer.WriteNumber("requestUnits", load.Units);
            writer.WritePropertyName("documents");
            writer.WriteRawValue(page.BuildArray(), skipInputValidation: true);
            writer.WriteEndObject();
        });
    }

    IEnumerable<Item> ItemsOf(Container container)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return container.Partitions.SelectMany(
            partition => FeedScope.OfPartition(partition).Items(partition.State, 0, container.Definition.DefaultTimeToLive, now));
    }

    static void Describe(Utf8JsonWriter writer, Container container)
    {
        var definition = container.Definition;
        writer.WriteStartObject();
        writer.WriteString("id", definition.Id);
        writer.WriteString("rid", definition.Rid);
        writer.WriteString("partitionKey", definition.PartitionKey.Text);
        writer.WritePropertyName("defaultTtl");
        JsonSerializer.Serialize(writer, definition.DefaultTimeToLive);
        writer.WriteNumber("items", container.Partitions.Sum(partition => partition.State.ByRid.Count));
        writer.WriteNumber("partitions", container.Partitions.Count);
        writer.WriteEndObject();
    }

    static Reply Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return new Reply(200) { Body = buffer.WrittenMemory };
    }
}
