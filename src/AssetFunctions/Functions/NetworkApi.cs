using AssetFunctions.Http;
using AssetFunctions.Sync.Providers;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Functions;

/// <summary>Requests about networks.</summary>
public sealed class NetworkApi(ApiCalls calls, INetworkCatalog catalog)
{
    public Task<ApiAnswer> ListAsync(CancellationToken cancellationToken) => calls.RunAsync(async () =>
    {
        var networks = (await catalog.ListAsync(cancellationToken)).Values.OrderBy(network => network.Slug, StringComparer.Ordinal);
        return new ApiAnswer(StatusCodes.Status200OK, new NetworksModel([.. networks.Select(NetworkModel.Of)]), AnswerCaching.Revalidate);
    });
}
