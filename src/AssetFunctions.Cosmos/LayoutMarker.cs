using System.Text.Json;
using AssetFunctions.Cosmos.Client;
using AssetFunctions.Cosmos.Documents;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos;

/// <summary>
/// One document that says in which form the data is stored, so that a release that cannot read it refuses to start instead of taking stored data for
/// missing.
/// </summary>
static class LayoutMarker
{
    /// <summary>Newest form that this release reads. 1: a document per position. 2: pages.</summary>
    public const int Known = 2;

    const string Partition = "$layout";

    /// <summary>Requires that this release can read the data, and notes that it writes pages if it does. One or two requests.</summary>
    /// <exception cref="CosmosSetupException">A newer release has written the data in a form that this one cannot read.</exception>
    public static async Task CheckAsync(Container wallets, CosmosEndpoint endpoint, WriteLayout layout, CancellationToken cancellationToken)
    {
        var marker = await wallets.FindAsync(WalletDocumentIds.Layout, new PartitionKey(Partition), CosmosJson.Default.LayoutDocument, cancellationToken);
        if (marker?.Version > Known)
        {
            throw new CosmosSetupException(
                $"The data in {endpoint.Address} has form {marker.Version}, and this release reads forms up to {Known}; deploy the release that wrote it, or a later one.");
        }

        if (layout == WriteLayout.Pages && marker is null)
        {
            var document = new LayoutDocument { Wallet = Partition, Version = Known };
            using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(document, CosmosJson.Default.LayoutDocument));
            using var response = await wallets.UpsertItemStreamAsync(content, new PartitionKey(Partition), cancellationToken: cancellationToken);
            response.EnsureSuccessStatusCode();
        }
    }
}
