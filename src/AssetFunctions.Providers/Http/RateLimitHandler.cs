namespace AssetFunctions.Providers.Http;

/// <summary>Sends what passes through it by way of the queue. Sits below everything that sends requests of its own, so that none goes out unpaid.</summary>
sealed class RateLimitHandler(CallQueue queue) : DelegatingHandler
{
    /// <exception cref="CallDeniedException">The budgets do not allow the call within the time it may wait.</exception>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        queue.SendAsync(token => base.SendAsync(request, token), cancellationToken);
}
