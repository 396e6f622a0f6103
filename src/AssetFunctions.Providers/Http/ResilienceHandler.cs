namespace AssetFunctions.Providers.Http;

/// <summary>
/// The outermost handler of a provider: repeats calls that are safe to repeat, and keeps calls in while the provider fails too often or rejects the
/// key. What it repeats passes the budgets again, so every repetition is paid for.
/// </summary>
sealed class ResilienceHandler(ProviderResilience resilience) : DelegatingHandler
{
    /// <summary>Marks a request that only reads although its method does not say so.</summary>
    public static readonly HttpRequestOptionsKey<bool> IsRead = new("AssetFunctions.IsRead");

    /// <exception cref="CallDeniedException">The provider fails too often to be asked, or its budgets do not allow the call.</exception>
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
/// The innermost handler of a provider: bounds the time until a response begins and counts what becomes of the call. It sits below the budgets, so
/// that neither the wait for a turn nor a call that was never made is taken for a failure of the provider.
/// </summary>
sealed class AttemptHandler(ProviderResilience resilience) : DelegatingHandler
{
    /// <exception cref="CallDeniedException">The provider fails too often to be asked.</exception>
    /// <exception cref="TaskCanceledException">No response began in time.</exception>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        resilience.AttemptAsync(token => base.SendAsync(request, token), cancellationToken);
}
