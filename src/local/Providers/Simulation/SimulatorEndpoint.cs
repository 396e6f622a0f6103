using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>Responds to one request as the API would: path, key, quota, address, filters, then the page.</summary>
sealed class SimulatorEndpoint(SimulatorOptions options, SimulatedWallets wallets)
{
    readonly SimulatedLimiter _limiter = new(options.Quota, options.TimeProvider);
    readonly string _authorization = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ApiKey}:"))}";
    int _requests;

    public int Requests => Volatile.Read(ref _requests);

    public SimulatorUsage Usage => _limiter.Usage;

    public SimulatorRequest? LastRequest { get; private set; }

    public Action<SimulatedFault>? OnFault { get; set; }

    public async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        LastRequest = Describe(context.Request);
        if (SimulatorRoute.Find(context.Request) is not { } route)
        {
            await FailAsync(context, StatusCodes.Status404NotFound, "Not found", "There is no such resource.");
            return;
        }

        if (!route.HasSlash)
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
            await ServeAsync(context, route);
        }
    }

    async Task ServeAsync(HttpContext context, SimulatorRoute route)
    {
        var fault = wallets.NextFault(route.Resource, route.Wallet);
        if (fault is not null)
        {
            OnFault?.Invoke(fault);
        }

        switch (fault)
        {
            case SimulatedFault.Response response:
                await RespondAsync(context, response);
                return;
            case SimulatedFault.Delay delay:
                await Task.Delay(delay.Time, options.TimeProvider, context.RequestAborted);
                break;
        }

        if (!route.HasAddress)
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, "Malformed parameter", $"Address {route.Wallet} is malformed.");
        }
        else if (wallets.TryGet(route.Resource, route.Wallet, out var pages))
        {
            await ServePagesAsync(context, route, pages, fault);
        }
        else if (route.Resource == SimulatedResource.Fungibles)
        {
            await ServeFungiblesAsync(context, fault);
        }
        else if (route.Resource == SimulatedResource.Transactions && wallets.TryGetHistory(route.Wallet, out var history))
        {
            await ServeHistoryAsync(context, history, fault);
        }
        else
        {
            await FailAsync(context, StatusCodes.Status404NotFound, "Resource not found", $"The simulator holds no {route.Resource} of {route.Wallet}.");
        }
    }

    async Task ServePagesAsync(HttpContext context, SimulatorRoute route, WritePage[] pages, SimulatedFault? fault)
    {
        var page = pages[Math.Clamp(int.TryParse(context.Request.Query[HistoryFilter.After], out var after) ? after : 0, 0, pages.Length - 1)];
        if (route.Resource != SimulatedResource.Positions)
        {
            await SendPageAsync(context, page, fault);
        }
        else if (PositionsFilter.TryParse(context.Request.Query, out var filter))
        {
            await SendPageAsync(context, filter.Apply(page), fault);
        }
        else
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, "Malformed parameter", "A filter has an unknown value.");
        }
    }

    async Task ServeHistoryAsync(HttpContext context, SimulatedHistory history, SimulatedFault? fault)
    {
        var request = context.Request;
        if (!HistoryFilter.TryParse(request.Query, out var filter))
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, "Malformed parameter", "A parameter is unknown or has a wrong value; instants have 13 digits.");
            return;
        }

        var others = request.Query.Where(parameter => parameter.Key != HistoryFilter.After).Select(parameter => $"{parameter.Key}={parameter.Value}&");
        var page = history.Page(
            filter,
            start => $"{request.Scheme}://{request.Host}{request.Path}?{string.Concat(others)}{HistoryFilter.After}={HistoryFilter.Cursor(start)}");
        await SendPageAsync(context, (target, cancellationToken) => target.WriteAsync(page, cancellationToken).AsTask(), fault);
    }

    async Task ServeFungiblesAsync(HttpContext context, SimulatedFault? fault)
    {
        if (!SimulatedFungibles.TryParse(context.Request.Query, out var ids))
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, "Malformed parameter", "The simulator serves fungibles by at most 25 ids of at most 44 characters.");
            return;
        }

        var page = wallets.Fungibles.Page(ids);
        await SendPageAsync(context, (target, cancellationToken) => target.WriteAsync(page, cancellationToken).AsTask(), fault);
    }

    async Task SendPageAsync(HttpContext context, WritePage page, SimulatedFault? fault)
    {
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        if (fault is SimulatedFault.Edit edit)
        {
            using var whole = new MemoryStream();
            await page(whole, context.RequestAborted);
            await response.WriteAsync(edit.Change(Encoding.UTF8.GetString(whole.ToArray())), context.RequestAborted);
            return;
        }

        if (fault is SimulatedFault.Cut or SimulatedFault.Truncate or SimulatedFault.Stall)
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

    /// <summary>Sends a response as it was scripted.</summary>
    public static async Task RespondAsync(HttpContext context, SimulatedFault.Response response)
    {
        context.Response.StatusCode = response.Status;
        foreach (var (name, value) in response.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (response.Body.Length > 0)
        {
            context.Response.ContentType = response.ContentType;
            await context.Response.WriteAsync(response.Body, context.RequestAborted);
        }
    }

    static Task FailAsync(HttpContext context, int status, string title, string detail) =>
        RespondAsync(context, SimulatedFault.Error(status, title, detail));

    static SimulatorRequest Describe(HttpRequest request) => new(
        request.Path,
        Uri.UnescapeDataString(request.QueryString.Value ?? string.Empty),
        request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
}
