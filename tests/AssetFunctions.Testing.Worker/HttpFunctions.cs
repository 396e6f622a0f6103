using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.Testing.Worker;

public sealed class HttpFunctions(Script script)
{
    [Function("Coins")]
    public IActionResult Coins(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "coins/{coin}/{number:int?}")] HttpRequest request, string coin, int? number)
        => Text($"{coin} {number?.ToString(CultureInfo.InvariantCulture) ?? "none"}");

    /// <summary>Has the default route, and every method.</summary>
    [Function("Unrouted")]
    public IActionResult Unrouted([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Text(request.Method);

    [Function("Catch")]
    public IActionResult Catch([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string? path)
        => Text($"all of {path}");

    /// <summary>Overlaps with the route after it; the platform takes the first by name.</summary>
    [Function("OverlapOne")]
    public IActionResult OverlapOne([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "overlap/{any}")] HttpRequest request, string any)
        => Text($"one {any}");

    [Function("OverlapTwo")]
    public IActionResult OverlapTwo([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "overlap/literal")] HttpRequest request)
        => Text("two");

    [Function("Post")]
    public async Task<IActionResult> PostAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "length")] HttpRequest request)
    {
        var length = 0L;
        var buffer = new byte[65536];
        while (await request.Body.ReadAsync(buffer) is > 0 and var read)
        {
            length += read;
        }

        request.HttpContext.Response.Headers.AccessControlExposeHeaders = "ETag";
        return new ObjectResult(new { length }) { StatusCode = StatusCodes.Status202Accepted };
    }

    [Function("Fail")]
    public IActionResult Fail([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fail")] HttpRequest request)
        => throw new InvalidOperationException("a secret");

    /// <summary>Sends one line, and the second only when it is released.</summary>
    [Function("Stream")]
    public async Task StreamAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stream/{name}")] HttpRequest request, string name)
    {
        var response = request.HttpContext.Response;
        await response.WriteAsync("first\n", request.HttpContext.RequestAborted);
        await response.Body.FlushAsync(request.HttpContext.RequestAborted);
        await script.HoldAsync(name, request.HttpContext.RequestAborted);
        await response.WriteAsync("second\n", request.HttpContext.RequestAborted);
    }

    [Function("Hold")]
    public async Task<IActionResult> HoldAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hold/{name}")] HttpRequest request, string name, CancellationToken cancellationToken)
    {
        await script.HoldAsync(name, cancellationToken);
        return Text("ended");
    }

    [Function("Send")]
    public Sent Send([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "send/{text}")] HttpRequest request, string text)
        => new() { Message = text, Result = new AcceptedResult() };

    [Function("LevelFunction")]
    public IActionResult LevelFunction([HttpTrigger(AuthorizationLevel.Function, "get", Route = "level/function")] HttpRequest request) => new OkResult();

    [Function("LevelAdmin")]
    public IActionResult LevelAdmin([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "level/admin")] HttpRequest request) => new OkResult();

    static ContentResult Text(string text) => new() { Content = text };
}

public sealed class Sent
{
    [QueueOutput("%Output%")]
    public string? Message { get; init; }

    [HttpResult]
    public IActionResult? Result { get; init; }
}
