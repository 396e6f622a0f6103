using System.Net;
using AssetFunctions.LocalWorker.Http;
using AssetFunctions.LocalWorker.Tests.Support;
using AssetFunctions.Testing.Azurite;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AssetFunctions.LocalWorker.Tests.Http;

/// <summary>An HTTP function that answers and sends messages.</summary>
public sealed class HttpOutputTests(AzuriteFixture azurite) : QueueTestBase(azurite)
{
    [Fact]
    public async Task The_message_is_in_its_queue_when_the_answer_arrives()
    {
        await using var app = await StartAsync();

        using var response = await Client(app).PostAsync(new Uri("/api/refresh/0xabc", UriKind.Relative), content: null);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(["0xabc"], await Output.TextsAsync());
    }

    [Fact]
    public async Task A_message_that_cannot_be_sent_answers_500()
    {
        await using var app = await StartAsync();

        using var response = await Client(app).PostAsync(new Uri("/api/refresh/big", UriKind.Relative), content: null);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(0, await Output.CountAsync());
    }

    Task<TestApp> StartAsync()
        => TestApp.StartAsync(Options(typeof(RefreshFunction)), builder => builder.ConfigureFunctionsWebApplication(), "--port", "0");

    static HttpClient Client(TestApp app)
        => new() { BaseAddress = new Uri(app.Services.GetRequiredService<HttpFunctionServer>().Addresses.Single()) };
}

public sealed class Refresh
{
    [HttpResult]
    public required IActionResult Answer { get; init; }

    [QueueOutput("%Output%")]
    public string? Message { get; init; }
}

public sealed class RefreshFunction
{
    [Function("Refresh")]
    public Refresh Run([HttpTrigger("post", Route = "refresh/{wallet}")] HttpRequest request, string wallet)
        => new() { Answer = new AcceptedResult(), Message = wallet == "big" ? new string('x', 70_000) : wallet };
}
