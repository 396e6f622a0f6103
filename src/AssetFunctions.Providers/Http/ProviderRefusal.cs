using System.Net;
using System.Text.Json;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Http;

/// <summary>Maps a status other than 200 to a named result, or to an exception when it says nothing about the wallet or the key.</summary>
/// <param name="provider">The provider.</param>
/// <param name="options">Settings, for the address in messages and for the key, which messages must not contain.</param>
/// <param name="budget">Reads a 429.</param>
/// <param name="timeProvider">Current time, for a Retry-After with a date.</param>
sealed class ProviderRefusal(HttpProvider provider, HttpProviderOptions options, ICallBudget budget, TimeProvider timeProvider)
{
    /// <param name="subject">The requested thing, e.g. <c>wallet</c>.</param>
    /// <exception cref="ProviderException">The response is a transient failure.</exception>
    public async Task<ProviderResult> ReadAsync(HttpResponseMessage response, string subject, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        switch (response.StatusCode)
        {
            case HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable:
                return new ProviderResult.NotReady(
                    RetryAfter.Read(response.Headers, timeProvider.GetUtcNow()) ?? HttpProviderDefaults.NotReadyDelay, $"{provider.Title} is still preparing the {subject} (status {status}).");
            case HttpStatusCode.TooManyRequests:
                return budget.Throttled(response);
        }

        var detail = await ReadDetailAsync(response, cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.RequestUriTooLong => Refused(subject, detail, status),
            HttpStatusCode.NotFound when detail is not null => Refused(subject, detail, status),
            _ when RejectsKey(response.StatusCode) => new ProviderResult.Unauthorized(
                $"{provider.Title} rejects the key in {provider.Title}:ApiKey (status {status}){Because(detail)}"),
            _ => throw new ProviderException($"{provider.Title} at {options.BaseAddress} responded {Describe(response)}{Because(detail)} Check {provider.Title}:BaseAddress if this persists."),
        };
    }

    /// <summary>Returns true if the status rejects the key or its plan.</summary>
    public static bool RejectsKey(HttpStatusCode status) =>
        status is HttpStatusCode.Unauthorized or HttpStatusCode.PaymentRequired or HttpStatusCode.Forbidden;

    ProviderResult.Refused Refused(string subject, string? detail, int status) => new($"{provider.Title} does not serve this {subject} (status {status}){Because(detail)}");

    static string Because(string? detail) => detail is null ? "." : $": {detail.TrimEnd('.')}.";

    string Describe(HttpResponseMessage response) => response.Headers.Location is { } location && (int)response.StatusCode is >= 300 and < 400
        ? $"with a redirect to {(location.IsAbsoluteUri ? location : options.BaseAddress).Host} (status {(int)response.StatusCode}), which is not followed"
        : $"with status {(int)response.StatusCode}";

    /// <summary>Returns the reason in an error document, cleaned and shortened. Null when there is none or it does not arrive: the status suffices.</summary>
    async Task<string?> ReadDetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[HttpProviderDefaults.MaxErrorBytes];
        using var timeout = new CancellationTokenSource(options.ResponseTimeout, timeProvider);
        using var timeoutOrCaller = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(timeoutOrCaller.Token);
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, timeoutOrCaller.Token);
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
            if (provider.Reason(document.RootElement) is not { } reason)
            {
                return null;
            }

            var detail = DisplayText.Clean(WithoutKey(reason), HttpProviderDefaults.MaxReasonLength);
            return detail.Length == 0 ? "no reason given" : detail;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or HttpRequestException or IOException or InvalidDataException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    string WithoutKey(string text) => options.ApiKey.Length == 0 ? text : text.Replace(options.ApiKey, "[key]", StringComparison.Ordinal);
}
