using System.Text.Json;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Query;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Feeds;

/// <summary>Opens stored items for the query engine, and closes them when it no longer looks at them.</summary>
sealed class QueryDocuments(ContainerDefinition container, IEnumerable<Item> items, bool isStreaming) : IDisposable
{
    static readonly JsonDocumentOptions Options = new() { MaxDepth = 130 };

    readonly List<JsonDocument> _open = [];

    public IEnumerable<QueryDocument> Read()
    {
        foreach (var item in items)
        {
            if (isStreaming)
            {
                Dispose();
            }

            var document = JsonDocument.Parse(item.Body, Options);
            _open.Add(document);
            yield return new QueryDocument(document.RootElement, container.DocumentRid(item.Rid));
        }
    }

    public void Dispose()
    {
        foreach (var document in _open)
        {
            document.Dispose();
        }

        _open.Clear();
    }
}
