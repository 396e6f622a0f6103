using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Tests.Discovery;

public sealed class NamedConnection
{
    [Function("Named")]
    public void Run([QueueTrigger("%Input%", Connection = "Ledger")] string text) => ArgumentNullException.ThrowIfNull(text);
}

public sealed class Twins
{
    [Function("Twin")]
    public void One([QueueTrigger("%Input%")] string text) => ArgumentNullException.ThrowIfNull(text);

    [Function("twin")]
    public void Two([QueueTrigger("%Input%")] string text) => ArgumentNullException.ThrowIfNull(text);
}

public sealed class StreamParameter
{
    [Function("Stream")]
    public void Run([QueueTrigger("%Input%")] Stream body) => ArgumentNullException.ThrowIfNull(body);
}

public sealed class TextTimer
{
    [Function("TextTimer")]
    public void Run([TimerTrigger("%Schedule%")] string timer) => ArgumentNullException.ThrowIfNull(timer);
}

public sealed class StrayParameter
{
    [Function("Stray")]
    public void Run([QueueTrigger("%Input%")] string text, int stray) => ArgumentOutOfRangeException.ThrowIfNegative(stray);
}

public sealed class NoTrigger
{
    [Function("NoTrigger")]
    public void Run(FunctionContext context) => ArgumentNullException.ThrowIfNull(context);
}

public sealed class TwoTriggers
{
    [Function("TwoTriggers")]
    public void Run([QueueTrigger("%Input%")] string text, [TimerTrigger("%Schedule%")] TimerInfo timer)
        => ArgumentNullException.ThrowIfNull(timer);
}

public sealed class PrivateMethod
{
    [Function("Hidden")]
static void Run([QueueTrigger("%Input%")] string text) => ArgumentNullException.ThrowIfNull(text);
}

sealed class InternalClass
{
    [Function("Internal")]
    public static void Run([QueueTrigger("%Input%")] string text) => ArgumentNullException.ThrowIfNull(text);
}

public sealed class BadName
{
    [Function("1 bad name")]
    public void Run([QueueTrigger("%Input%")] string text) => ArgumentNullException.ThrowIfNull(text);
}

public sealed class ListOutput
{
    [Function("List")]
    [QueueOutput("%Output%")]
    public List<string> Run([QueueTrigger("%Input%")] string text) => [text];
}

public sealed class BytesOutput
{
    [Function("Bytes")]
    [QueueOutput("%Output%")]
    public byte[] Run([QueueTrigger("%Input%")] string text) => [];
}

public sealed class VoidOutput
{
    [Function("Void")]
    [QueueOutput("%Output%")]
    public Task RunAsync([QueueTrigger("%Input%")] string text) => Task.CompletedTask;
}

public sealed class PlainHttp
{
    [Function("Plain")]
    public IActionResult Run([HttpTrigger] HttpRequest request) => new OkResult();
}

public sealed class TextHttp
{
    [Function("Answer")]
    public string Run([HttpTrigger] HttpRequest request) => "";
}

public sealed class TwoAnswers
{
    [HttpResult]
    public IActionResult? One { get; init; }

    [HttpResult]
    public IActionResult? Two { get; init; }
}

public sealed class TwoAnswersHttp
{
    [Function("Answer")]
    public TwoAnswers Run([HttpTrigger] HttpRequest request) => new();
}

public sealed class MessageAnswer
{
    [HttpResult]
    [QueueOutput("%Output%")]
    public IActionResult? Both { get; init; }
}

public sealed class MessageAnswerHttp
{
    [Function("Answer")]
    public MessageAnswer Run([HttpTrigger] HttpRequest request) => new();
}

public sealed class BadRoute
{
    [Function("BadRoute")]
    public IActionResult Run([HttpTrigger(Route = "a/{")] HttpRequest request) => new OkResult();
}

public sealed class SameRoutes
{
    [Function("RouteOne")]
    public IActionResult One([HttpTrigger("get", "post", Route = "same")] HttpRequest request) => new OkResult();

    [Function("RouteTwo")]
    public IActionResult Two([HttpTrigger("POST", Route = "/Same")] HttpRequest request) => new OkResult();
}
