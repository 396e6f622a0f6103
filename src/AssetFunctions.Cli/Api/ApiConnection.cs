using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AssetFunctions.Cli.Api;

/// <summary>The HTTP API of one deployment. Failures become one sentence, the API's own if it has one.</summary>
sealed class ApiConnection : IDisposable
{
    readonly Deployment _deployment;
    readonly TimeProvider _clock;
    readonly HttpClient _http;

    /// <exception cref="DeploymentException">The key would be sent unencrypted.</exception>
    public ApiConnection(Deployment deployment, TimeProvider clock)
    {
        if (deployment.Key is not null && deployment.Api.Scheme != Uri.UriSchemeHttps && !deployment.Api.IsLoopback)
        {
            throw new DeploymentException($"A key is sent to another machine only over https, and {deployment.Api} is not https.");
        }

        _deployment = deployment;
        _clock = clock;

        // No redirects: they would send the key to any address that they name.
        var handler = new SocketsHttpHandler { ConnectTimeout = ApiDefaults.ConnectTimeout, AllowAutoRedirect = false };
        _http = new HttpClient(handler) { BaseAddress = deployment.Api, Timeout = ApiDefaults.CallTimeout };
        if (deployment.Key is not null && !_http.DefaultRequestHeaders.TryAddWithoutValidation(ApiDefaults.KeyHeader, deployment.Key))
        {
            throw new DeploymentException("The key contains characters that are not allowed in a header.");
        }
    }

    /// <summary>True once the deployment has responded, even with an error.</summary>
    public bool HasResponded { get; private set; }

    public Task<Response<RefreshResponse>> RefreshAsync(string wallet, CancellationToken cancellationToken) =>
        SendAsync<RefreshResponse>(HttpMethod.Post, $"{Path("wallets", wallet, "refresh")}?force=true", cancellationToken);

    public Task<Response<RunResponse>> GetRunAsync(string wallet, string runId, CancellationToken cancellationToken) =>
        SendAsync<RunResponse>(HttpMethod.Get, Path("syncs", wallet, runId), cancellationToken);

    public Task<Response<WalletResponse>> GetWalletAsync(string wallet, CancellationToken cancellationToken) =>
        SendAsync<WalletResponse>(HttpMethod.Get, Path("wallets", wallet), cancellationToken);

    public Task<Response<PositionsResponse>> GetPositionsAsync(string wallet, PositionFilter filter, string? continuation, CancellationToken cancellationToken) =>
        SendAsync<PositionsResponse>(HttpMethod.Get, Path("wallets", wallet, "positions") + filter.Query(continuation), cancellationToken);

    public Task<Response<AssetResponse>> GetAssetAsync(string network, string contractAddress, CancellationToken cancellationToken) =>
        SendAsync<AssetResponse>(HttpMethod.Get, Path("assets", network, contractAddress), cancellationToken);

    public Task<Response<OverrideResponse>> GetOverrideAsync(string network, string contractAddress, CancellationToken cancellationToken) =>
        SendAsync<OverrideResponse>(HttpMethod.Get, Path("assets", network, contractAddress, "override"), cancellationToken);

    public Task<Response<OverrideResponse>> SetOverrideAsync(string network, string contractAddress, OverrideRequest value, CancellationToken cancellationToken) =>
        SendAsync<OverrideResponse>(HttpMethod.Put, Path("assets", network, contractAddress, "override"), cancellationToken, body: value.ToJson());

    public Task<Response<OverrideRemovalResponse>> RemoveOverrideAsync(string network, string contractAddress, CancellationToken cancellationToken) =>
        SendAsync<OverrideRemovalResponse>(HttpMethod.Delete, Path("assets", network, contractAddress, "override"), cancellationToken);

    public Task<Response<PricesResponse>> GetPricesAsync(string network, string contractAddress, CancellationToken cancellationToken) =>
        SendAsync<PricesResponse>(HttpMethod.Get, Path("assets", network, contractAddress, "prices"), cancellationToken);

    /// <summary>Reads how far a wallet's transactions reach, with as few transactions as possible.</summary>
    public Task<Response<TransactionsResponse>> GetTransactionsAsync(string wallet, CancellationToken cancellationToken) =>
        SendAsync<TransactionsResponse>(HttpMethod.Get, $"{Path("wallets", wallet, "transactions")}?pageSize=1", cancellationToken);

    public Task<Response<StatisticsResponse>> GetStatisticsAsync(CancellationToken cancellationToken) =>
        SendAsync<StatisticsResponse>(HttpMethod.Get, "statistics", cancellationToken);

    /// <summary>Reads the health; status 503 is a valid response.</summary>
    public Task<Response<HealthResponse>> GetHealthAsync(CancellationToken cancellationToken) =>
        SendAsync<HealthResponse>(HttpMethod.Get, "health", cancellationToken, HttpStatusCode.ServiceUnavailable);

    public Task<Response<QueuesResponse>> GetQueuesAsync(CancellationToken cancellationToken) => SendAsync<QueuesResponse>(HttpMethod.Get, "queues", cancellationToken);

    /// <summary>Replays poison messages, at most <see cref="ApiDefaults.ReplaySize"/> per call.</summary>
    public Task<Response<ReplayResponse>> ReplayPoisonAsync(string queue, int max, CancellationToken cancellationToken) => SendAsync<ReplayResponse>(
        HttpMethod.Post, $"{Path("queues", queue, "replay")}?max={max.ToString(CultureInfo.InvariantCulture)}", cancellationToken);

    /// <summary>Copies the prices of one page to the documents of their assets.</summary>
    /// <param name="after"><see cref="PriceCopyResponse.Continuation"/> of the page before, or null for the first one.</param>
    public Task<Response<PriceCopyResponse>> CopyPricesAsync(string? after, CancellationToken cancellationToken) => SendAsync<PriceCopyResponse>(
        HttpMethod.Post, $"prices/copy{(after is null ? string.Empty : $"?continuation={Uri.EscapeDataString(after)}")}", cancellationToken);

    public void Dispose() => _http.Dispose();

    async Task<Response<T>> SendAsync<T>(
        HttpMethod method, string path, CancellationToken cancellationToken, HttpStatusCode? alsoGood = null, JsonObject? body = null)
    {
        using var response = await SendAsync(method, path, body, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode && response.StatusCode != alsoGood)
        {
            throw Refusal(response.StatusCode, text);
        }

        try
        {
            var json = JsonNode.Parse(text)!.AsObject();
            return new Response<T>(json.Deserialize<T>(JsonSerializerOptions.Web)!, json);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new DeploymentException($"{_deployment.Api} responds, but not as AssetFunctions does.", ex);
        }
    }

    async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
                request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
                var response = await _http.SendAsync(request, cancellationToken);
                HasResponded = true;
                return response;
            }
            catch (HttpRequestException ex) when (ex.HttpRequestError == HttpRequestError.ConnectionError && MayStillStart(started))
            {
                await Task.Delay(ApiDefaults.Pause, _clock, cancellationToken);
            }
            catch (HttpRequestException ex)
            {
                throw Unreachable("cannot be reached", ex);
            }
            catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
            {
                throw Unreachable($"did not respond within {_http.Timeout.TotalSeconds:F0} seconds", ex);
            }
        }
    }

    bool MayStillStart(long since) => _deployment.IsStarting && _clock.GetElapsedTime(since) < ApiDefaults.StartPatience;

    // A deployment that has responded before may be restarting; one that never has most likely does not exist.
    DeploymentException Unreachable(string what, Exception exception) => HasResponded
        ? new DeploymentException($"{_deployment.Api} {what}.", exception) { IsTransient = true }
        : new DeploymentException(
            $"{_deployment.Api} {what}. Start the local stack with infra/local/run.sh, or name a deployment with --api or {ApiDefaults.AddressVariable}.", exception);

    DeploymentException Refusal(HttpStatusCode status, string text)
    {
        var sentence = status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                $"{_deployment.Api} requires a key: set {ApiDefaults.KeyVariable} to its function key, or to its master key for replay-poison and prices, or pass --key.",
            _ when ReadProblem(text) is { } problem => problem,
            _ => $"{_deployment.Api} responds with HTTP status {((int)status).ToString(CultureInfo.InvariantCulture)}.",
        };
        return new DeploymentException(sentence)
        {
            IsAboutOneThing = status is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Conflict,
            IsTransient = status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        };
    }

    static string? ReadProblem(string text)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<ProblemResponse>(text, JsonSerializerOptions.Web);
            return problem?.Detail ?? problem?.Title;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static string Path(params IEnumerable<string> segments) => string.Join('/', segments.Select(Uri.EscapeDataString));
}
