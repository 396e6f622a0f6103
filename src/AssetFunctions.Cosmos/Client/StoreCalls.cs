using System.Net;
using AssetFunctions.Sync;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Cosmos.Client;

/// <summary>
/// Runs calls to the database with a deadline. Failures become <see cref="TransientStoreException"/>, or <see cref="CosmosSetupException"/> when an
/// operator must act. The caller's own cancellation passes through.
/// </summary>
sealed class StoreCalls(CosmosEndpoint endpoint, TimeSpan timeout, TimeProvider clock)
{
    const int RetryWith = 449;
    const string SubStatusHeader = "x-ms-substatus";

    // The SDK sets this sub-status when the container itself, not the item, does not exist.
    const string OwnerMissing = "1003";

    /// <param name="doing">Completes the sentence "… while {doing}".</param>
    public async Task<T> RunAsync<T>(string doing, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientStoreException($"Cosmos DB at {endpoint.Address} did not respond within {timeout.TotalSeconds:0.#} s while {doing}.", ex);
        }
        catch (CosmosException ex) when (TransientReason(ex.StatusCode) is { } reason)
        {
            throw new TransientStoreException($"Cosmos DB at {endpoint.Address} {reason} while {doing}.", ex);
        }
        catch (CosmosException ex) when (SetupReason(ex.StatusCode) is { } reason)
        {
            throw new CosmosSetupException($"Cosmos DB at {endpoint.Address} {reason} while {doing}; check {endpoint.Setting}.", ex);
        }
        catch (HttpRequestException ex)
        {
            throw new TransientStoreException($"The connection to Cosmos DB at {endpoint.Address} failed while {doing}.", ex);
        }
    }

    /// <summary>Returns true if a point operation found its container but not its item.</summary>
    public static bool IsMissing(ResponseMessage response) =>
        response.StatusCode == HttpStatusCode.NotFound && response.Headers[SubStatusHeader] != OwnerMissing;

    /// <summary>The exception for a failed batch that the caller cannot handle.</summary>
    public static CosmosException FailureOf(TransactionalBatchResponse response) =>
        new(response.ErrorMessage ?? "The batch failed.", response.StatusCode, subStatusCode: 0, response.ActivityId, response.RequestCharge);

    static string? TransientReason(HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests => "is throttling (429)",
        (HttpStatusCode)RetryWith => "requests a retry (449)",
        HttpStatusCode.ServiceUnavailable => "is unavailable (503)",
        HttpStatusCode.RequestTimeout => "timed out (408)",
        HttpStatusCode.Gone => "is moving the partition (410)",
        HttpStatusCode.InternalServerError => "failed (500)",
        HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => $"cannot be reached through its gateway ({(int)status})",
        _ => null,
    };

    static string? SetupReason(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "rejects the key or identity (401)",
        HttpStatusCode.Forbidden => "denies access (403)",
        HttpStatusCode.NotFound => "lacks the database or container (404)",
        _ => null,
    };
}
