using AssetFunctions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Functions;

/// <summary>HTTP functions about the service itself.</summary>
public sealed class ServiceFunctions(StatisticsApi statistics, OpenApiDocument document)
{
    /// <summary>The description is open to all: it holds nothing but what the source code says.</summary>
    [Function("GetOpenApi")]
    public IActionResult GetOpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) => document.Answer;

    [Function("GetStatistics")]
    public IActionResult GetStatistics([HttpTrigger(AuthorizationLevel.Function, "get", Route = "statistics")] HttpRequest request) => statistics.Get();
}
