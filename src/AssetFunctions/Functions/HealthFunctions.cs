using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>The HTTP function that tells whether the app works.</summary>
public sealed class HealthFunctions(HealthApi api)
{
    [Function("GetHealth")]
    public async Task<IActionResult> GetHealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken) =>
        await api.GetAsync(request.Query, cancellationToken);
}
