using System.Net;
using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Turns any answer but 200 into a named result, or into a fault where it tells nothing about the wallet or the key.</summary>
/// <param name="options">Settings, for the address named in faults and for the key that no text may hold.</param>
/// <param name="timeProvider">Time against which a dated Retry-After is read.</param>
sealed class ZerionRefusal(ZerionOptions options, TimeProvider timeProvider)
{
    /// <exception cref="ProviderException">The answer is a fault that may pass.</exception>
    public async Task<PositionFetch> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var retryAfter = ZerionRateLimit.RetryAfter(response.Headers, timeProvider.GetUtcNow());
        switch (response.StatusCode)
        {
            case HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable:
                return new PositionFetch.NotReady(retryAfter ?? ZerionDefaults.NotReadyDelay, $"Zerion is still preparing the wallet (status {status}).");
            case HttpStatusCode.TooManyRequests:
                return Throttled(ZerionRateLimit.Read(response.Headers), retryAfter);
        }

        var told = await ReadDetailAsync(response, cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => Refused(told, status),
            HttpStatusCode.NotFound when told is not null => Refused(told, status),
            HttpStatusCode.Unauthorized or HttpStatusCode.PaymentRequired or HttpStatusCode.Forbidden => new PositionFetch.Unauthorized(
                $"Zerion rejects the key in Zerion:ApiKey (status {status}){Because(told)}"),
            _ => throw new ProviderException($"Zerion at {options.BaseAddress} answered {Describe(response)}{Because(told)} Check Zerion:BaseAddress if this persists."),
        };
    }

    static PositionFetch.Throttled Throttled(ZerionRateLimit limit, TimeSpan? retryAfter)
    {
        var budget = limit.Month.IsExhausted ? "The month's quota of Zerion calls is used up."
            : limit.Day.IsExhausted ? "The day's quota of Zerion calls is used up."
            : "Zerion asks for fewer calls per second.";
        return new PositionFetch.Throttled(limit.DelayAfterThrottling(retryAfter), budget);
    }

    static PositionFetch.Refused Refused(string? told, int status) => new($"Zerion does not serve this wallet (status {status}){Because(told)}");

    static string Because(string? told) => told is null ? "." : $": {told.TrimEnd('.')}.";

    static string Describe(HttpResponseMessage response) => response.Headers.Location is { } location && (int)response.StatusCode is >= 300 and < 400
        ? $"with a redirect to {(location.IsAbsoluteUri ? location.Host : "itself")}, which is not followed"
        : $"with status {(int)response.StatusCode}";

    /// <summary>Title and detail of the first error of a JSON:API error document, cleaned and bounded; null where the body is none.</summary>
    async Task<string?> ReadDetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[ZerionDefaults.MaxErrorBytes];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
            var errors = document.RootElement.Member("errors");
            if (errors.ValueKind != JsonValueKind.Array || errors.GetArrayLength() == 0)
            {
                return null;
            }

            var title = errors[0].Member("title").TextStart(ZerionDefaults.MaxReasonLength);
            var detail = errors[0].Member("detail").TextStart(ZerionDefaults.MaxReasonLength);
            var told = string.Join(": ", new[] { title, detail }.Where(text => !string.IsNullOrWhiteSpace(text)));
            return told.Length == 0 ? "no reason given" : WithoutKey(DisplayText.Clean(told, ZerionDefaults.MaxReasonLength));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    string WithoutKey(string text) => text.Replace(options.ApiKey, "[key]", StringComparison.Ordinal);
}
