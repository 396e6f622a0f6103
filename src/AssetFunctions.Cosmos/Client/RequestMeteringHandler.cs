using System.Globalization;
using AssetFunctions.Sync.Telemetry;

namespace AssetFunctions.Cosmos.Client;

/// <summary>
/// Records every data request on the wire, including retries of the SDK. Account and container metadata, which the SDK caches for the client's
/// lifetime, is not a cost of any phase and is not counted.
/// </summary>
/// <param name="isShared">
/// True for a client that groups writes. It sends most of its requests in the context of whichever caller was the first of the process.
/// </param>
sealed class RequestMeteringHandler(DatabaseMeter meter, bool isShared, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    const string RequestChargeHeader = "x-ms-request-charge";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsDataRequest(request.RequestUri))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var charge = 0d;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            charge = ChargeOf(response);
            return response;
        }
        finally
        {
            if (isShared)
            {
                meter.RecordShared(charge);
            }
            else
            {
                meter.Record(charge);
            }
        }
    }

    // dbs/{database}/colls/{container}/docs[/{id}]; a database or container may itself be named docs.
    static bool IsDataRequest(Uri? uri) => uri is { Segments: { Length: >= 6 } segments } && segments[5].TrimEnd('/') == "docs";

    static double ChargeOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues(RequestChargeHeader, out var values)
        && double.TryParse(values.FirstOrDefault(), NumberStyles.Float, CultureInfo.InvariantCulture, out var charge)
            ? charge
            : 0;
}
