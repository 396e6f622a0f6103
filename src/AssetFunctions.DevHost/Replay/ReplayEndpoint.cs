using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.DevHost.Replay;

/// <summary>Answers one request as the API would: path, key, quota, address, filters, then the page.</summary>
sealed partial class ReplayEndpoint(ReplayOptions options, ReplayWallets wallets)
{
    readonly ReplayLimiter _limiter = new(options.Quota, options.TimeProvider);
    readonly string _authorization = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ApiKey}:"))}";
    int _requests;

    public int Requests => Volatile.Read(ref _requests);

    public ReplayRequest? LastRequest { get; private set; }

    public async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        LastRequest = Describe(context.Request);
        var route = PositionsPath().Match(context.Request.Path.Value ?? string.Empty);
        if (!route.Success || !HttpMethods.IsGet(context.Request.Method))
        {
            await FailAsync(context, StatusCodes.Status404NotFound, "Not found", "There is no such resource.");
            return;
        }

        if (!route.Groups["slash"].Success)
        {
            context.Response.Redirect($"{context.Request.Path}/{context.Request.QueryString}", permanent: true);
            return;
        }

        var allowed = _limiter.TryTake(context.Response.Headers);
        if (context.Request.Headers.Authorization != _authorization)
        {
            await FailAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized error", "The API key is invalid.");
        }
        else if (!allowed)
        {
            await FailAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests", "The quota of your plan is used up.");
        }
        else
        {
            await ServeAsync(context, route.Groups["wallet"].Value);
        }
    }

    async Task ServeAsync(HttpContext context, string wallet)
    {
        var fault = wallets.NextFault(wallet);
        switch (fault)
        {
            case ReplayFault.Answer answer:
                await AnswerAsync(context, answer);
                return;
            case ReplayFault.Delay delay:
                await Task.Delay(delay.Time, options.TimeProvider, context.RequestAborted);
                break;
        }

        if (!WalletAddress().IsMatch(wallet))
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, "Malformed parameter", $"Address {wallet} is malformed.");
            return;
        }

        if (!wallets.TryGet(wallet, out var pages))
        {
            await FailAsync(context, StatusCodes.Status404NotFound, "Resource not found", $"The replay holds no wallet {wallet}.");
            return;
        }

        if (!ReplayFilter.TryParse(context.Request.Query, out var filter))
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, "Malformed parameter", "A filter has an unknown value.");
            return;
        }

        var index = int.TryParse(context.Request.Query["page[after]"], out var after) ? after : 0;
        await SendPageAsync(context, filter.Apply(pages[Math.Clamp(index, 0, pages.Length - 1)]), fault);
    }

    async Task SendPageAsync(HttpContext context, WritePage page, ReplayFault? fault)
    {
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        if (fault is ReplayFault.Cut or ReplayFault.Truncate or ReplayFault.Stall)
        {
            await using var limited = new FaultyStream(context, fault, options.TimeProvider);
            await limited.CopyFromAsync(page);
            return;
        }

        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            await page(response.Body, context.RequestAborted);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest);
        await page(gzip, context.RequestAborted);
    }

    /// <summary>Sends an answer as it was scripted.</summary>
    public static async Task AnswerAsync(HttpContext context, ReplayFault.Answer answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.Body.Length > 0)
        {
            context.Response.ContentType = answer.ContentType;
            await context.Response.WriteAsync(answer.Body, context.RequestAborted);
        }
    }

    static Task FailAsync(HttpContext context, int status, string title, string detail) =>
        AnswerAsync(context, ReplayFault.Error(status, title, detail));

    static ReplayRequest Describe(HttpRequest request) => new(
        request.Path,
        Uri.UnescapeDataString(request.QueryString.Value ?? string.Empty),
        request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));

    [GeneratedRegex("^/v1/wallets/(?<wallet>[^/]+)/positions(?<slash>/)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PositionsPath();

    [GeneratedRegex("^(0x[0-9a-fA-F]{40}|[1-9A-HJ-NP-Za-km-z]{32,44})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WalletAddress();
}
