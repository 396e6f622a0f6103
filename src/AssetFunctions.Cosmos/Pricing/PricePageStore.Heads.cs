using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Pricing;

/// <summary>Directories of pages.</summary>
sealed partial class PricePageStore : IDisposable
{
    const string HeadsText = $"SELECT * FROM c WHERE c.id = '{PricePrefix.HeadId}'";

    readonly ConcurrentDictionary<string, (PriceHead Head, DateTimeOffset At)> _heads = new(StringComparer.Ordinal);
    readonly SemaphoreSlim _creating = new(1, 1);

    /// <summary>Whether the directory of a network exists, as far as this process knows.</summary>
    public bool IsKnown(string network) => _heads.TryGetValue(network, out var known) && known.Head.Version is not null;

    /// <summary>The remembered directory, or null when it has to be read: one without pages is soon outdated.</summary>
    public PriceHead? Remembered(string network) =>
        _heads.TryGetValue(network, out var known) && (known.Head.Pages.Count > 0 || clock.GetUtcNow() - known.At < CosmosDefaults.NoPagesTime) ? known.Head : null;

    public PriceHead Remember(string network, PriceHeadDocument? document)
    {
        var head = document is null ? new PriceHead(network, [], 0, null) : new PriceHead(network, document.Pages, document.TakenOver, document.ETag);
        _heads[network] = (head, clock.GetUtcNow());
        return head;
    }

    /// <summary>A directory without pages.</summary>
    public static PriceHeadDocument NewHead(string network) =>
        new() { Id = PricePrefix.HeadId, Network = network, Type = HeadType, Pages = [], TakenOver = 0 };

    public static byte[] Serialize(PriceHeadDocument head) => JsonSerializer.SerializeToUtf8Bytes(head, CosmosJson.Default.PriceHeadDocument);

    /// <summary>Reads the directories of all networks, without remembering them.</summary>
    public async Task<IReadOnlyList<PriceHeadDocument>> ListHeadsAsync(CancellationToken cancellationToken)
    {
        using var pages = container.GetItemQueryIterator<PriceHeadDocument>(new QueryDefinition(HeadsText));
        var heads = new List<PriceHeadDocument>();
        while (pages.HasMoreResults)
        {
            heads.AddRange(await pages.ReadNextAsync(cancellationToken));
        }

        return heads;
    }

    public async Task<PriceHead> ReadHeadAsync(string network, CancellationToken cancellationToken) =>
        Remember(network, await container.FindAsync(PricePrefix.HeadId, new PartitionKey(network), CosmosJson.Default.PriceHeadDocument, cancellationToken));

    /// <summary>Creates the directory of a network, by which the price refresh finds the network.</summary>
    public async Task EnsureHeadAsync(string network, CancellationToken cancellationToken)
    {
        if (IsKnown(network))
        {
            return;
        }

        await OneAtATimeAsync(
            async () =>
            {
                if (!IsKnown(network))
                {
                    await CreateHeadAsync(network, cancellationToken);
                }

                return true;
            },
            cancellationToken);
    }

    /// <summary>Does what may create a directory while nothing else of this process does.</summary>
    public async Task<T> OneAtATimeAsync<T>(Func<Task<T>> create, CancellationToken cancellationToken)
    {
        await _creating.WaitAsync(cancellationToken);
        try
        {
            return await create();
        }
        finally
        {
            _creating.Release();
        }
    }

    public void Dispose() => _creating.Dispose();

    async Task CreateHeadAsync(string network, CancellationToken cancellationToken)
    {
        var head = NewHead(network);
        using var response = await container.CreateItemStreamAsync(new MemoryStream(Serialize(head)), new PartitionKey(network), cancellationToken: cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict)
        {
            await ReadHeadAsync(network, cancellationToken);
            return;
        }

        response.EnsureSuccessStatusCode();
        Remember(network, head with { ETag = response.Headers.ETag });
    }
}
