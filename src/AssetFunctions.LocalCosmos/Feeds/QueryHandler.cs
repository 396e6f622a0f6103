using AssetFunctions.LocalCosmos.Http;
using AssetFunctions.LocalCosmos.Resources;

namespace AssetFunctions.LocalCosmos.Feeds;

/// <summary>Queries and query plans.</summary>
internal sealed class QueryHandler(TimeProvider clock)
{
    public Reply Query(GatewayRequest request, Container container) =>
        throw RequestRefusedException.BadRequest($"Queries are not answered yet. {clock} {request.Path} {container.Id}");

    public Reply Plan(GatewayRequest request, Container container) => Query(request, container);
}
