using System.Net;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Http;

/// <summary>Sends requests to one provider and maps each result to a response, or to a failure described in one sentence.</summary>
/// <param name="provider">The provider.</param>
/// <param name="options">Its address and limits.</param>
/// <param name="budget">Reads a 429.</param>
sealed class ProviderCalls(HttpProvider provider, HttpProviderOptions options, ICallBudget budget, IHttpClientFactory clients, TimeProvider timeProvider)
{
    readonly ProviderRefusal _refusal = new(provider, options, budget, timeProvider);

    /// <summary>Sends one request.</summary>
    /// <param name="createRequest">Creates the request.</param>
    /// <param name="subject">The requested thing, e.g. <c>wallet</c>.</param>
    /// <param name="readAsync">Reads a response with status 200.</param>
    /// <returns>The provider's refusal, or null.</returns>
    /// <exception cref="ProviderException">A transient failure.</exception>
    public async Task<ProviderResult?> SendAsync(
        Func<HttpRequestMessage> createRequest, string subject, Func<HttpResponseMessage, Task> readAsync, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(provider.Name);
        using var request = createRequest();
        request.Headers.UserAgent.ParseAdd(options.UserAgent);
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return await _refusal.ReadAsync(response, subject, cancellationToken);
            }

            await readAsync(response);
            return null;
        }
        catch (CallDeniedException denied)
        {
            return provider.Explain(denied.Decision);
        }
        catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProviderException(
                $"{provider.Title} at {options.BaseAddress} did not respond within {options.ResponseTimeout.TotalSeconds:0.#} s. Check {provider.Title}:BaseAddress or raise {provider.Title}:ResponseTimeout.",
                timeout);
        }
        catch (Exception ex) when (IsTransportFailure(ex))
        {
            throw new ProviderException($"{provider.Title} at {options.BaseAddress} cannot be reached ({ex.Message}). Check {provider.Title}:BaseAddress.", ex);
        }
    }

    /// <summary>Returns true if the connection failed. A damaged gzip body throws <see cref="InvalidDataException"/>.</summary>
    public static bool IsTransportFailure(Exception failure) => failure is HttpRequestException or IOException or InvalidDataException;
}
