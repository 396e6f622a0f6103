namespace AssetFunctions.Providers.Http;

/// <summary>
/// The outermost handler of a provider: retries calls that are safe to retry, and makes no calls while the provider fails too often or rejects the
/// key. A retry passes the budgets again, so it counts as a call.
/// </summary>
sealed class ResilienceHandler(ProviderResilience resilience) : DelegatingHandler
{
    /// <summary>Marks a POST request that only reads.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsRead = new("AssetFunctions.IsRead");

    /// <exception cref="CallDeniedException">The provider failed too often, or its budgets do not allow the call.</exception>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        IsSafe(request)
            ? resilience.RetryAsync(token => CallAsync(request, token), cancellationToken)
            : CallAsync(request, cancellationToken);

    async Task<HttpResponseMessage> CallAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (resilience.Admit() is { } rejection)
        {
            return new HttpResponseMessage(rejection) { RequestMessage = request };
        }

        var response = await base.SendAsync(request, cancellationToken);
        resilience.Observe(response.StatusCode);
        return response;
    }

    static bool IsSafe(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || (request.Options.TryGetValue(IsRead, out var isRead) && isRead);
}

/// <summary>
/// The innermost handler of a provider: limits the time until a response starts and records the result of the call. It is below the budgets, so that
/// neither waiting nor a denied call counts as a failure of the provider.
/// </summary>
sealed class AttemptHandler(ProviderResilience resilience) : DelegatingHandler
{
    /// <exception cref="CallDeniedException">The circuit is open: the provider failed too often.</exception>
    /// <exception cref="TaskCanceledException">No response started in time.</exception>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        resilience.AttemptAsync(token => base.SendAsync(request, token), cancellationToken);
}
