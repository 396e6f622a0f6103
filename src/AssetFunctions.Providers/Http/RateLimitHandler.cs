namespace AssetFunctions.Providers.Http;

/// <summary>Sends requests through the call queue. It is below all handlers that send requests of their own, so that every call counts.</summary>
sealed class RateLimitHandler(CallQueue queue) : DelegatingHandler
{
    /// <exception cref="CallDeniedException">The budgets do not allow the call within its longest wait.</exception>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        queue.SendAsync(token => base.SendAsync(request, token), cancellationToken);
}
