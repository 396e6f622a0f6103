using System.Net;
using AssetFunctions.Cosmos.Client;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Cosmos;

/// <summary>
/// Ensures that the account responds, that this release can read the stored data and, if configured, that database and containers exist. Await it
/// before the first use of a store. It succeeds once per process and runs again after a failure.
/// </summary>
public sealed class CosmosResources(CosmosClient client, IOptions<CosmosOptions> options, TimeProvider clock) : IDisposable
{
    readonly CosmosOptions _options = options.Value;
    readonly CosmosEndpoint _endpoint = CosmosEndpoint.Of(options.Value);
    readonly SemaphoreSlim _gate = new(1, 1);
    bool _isDone;

    /// <exception cref="CosmosSetupException">The account cannot be reached or used; the message names address and setting.</exception>
    public async Task EnsureCreatedAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_isDone)
            {
                await ReachAsync(cancellationToken);
                if (_options.CreateResources ?? _endpoint.IsLocal)
                {
                    await CreateAsync(cancellationToken);
                }

                await CheckLayoutAsync(cancellationToken);

                _isDone = true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    // The SDK accepts no cancellation here and tries for more than a minute.
    async Task ReachAsync(CancellationToken cancellationToken)
    {
        var timeout = TimeSpan.FromSeconds(_options.StartTimeoutSeconds);
        try
        {
            await client.ReadAccountAsync().WaitAsync(timeout, clock, cancellationToken);
        }
        catch (Exception ex) when (ex is HttpRequestException or TimeoutException)
        {
            throw new CosmosSetupException($"Cosmos DB does not respond at {_endpoint.Address}; start it or correct the setting {_endpoint.Setting}.", ex);
        }
        catch (CosmosException ex)
        {
            throw new CosmosSetupException($"Cosmos DB at {_endpoint.Address} rejects the app ({(int)ex.StatusCode}); check the setting {_endpoint.Setting}.", ex);
        }
    }

    // A container that does not exist yet is reported by the first call that needs it.
    async Task CheckLayoutAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(_options.CallTimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await LayoutMarker.CheckAsync(client.GetContainer(_options.Database, ContainerDefinitions.Wallets), _endpoint, _options.WriteLayout, either.Token);
        }
        catch (CosmosException ex) when (ex.StatusCode == HttpStatusCode.NotFound)
        {
        }
        catch (Exception ex) when (ex is CosmosException or HttpRequestException || (ex is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CosmosSetupException($"Cosmos DB at {_endpoint.Address} does not return the form of the data in {_options.Database}; the app starts once it does.", ex);
        }
    }

    async Task CreateAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(_options.CallTimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var database = await client.CreateDatabaseIfNotExistsAsync(_options.Database, cancellationToken: either.Token);
            foreach (var container in ContainerDefinitions.All())
            {
                await database.Database.CreateContainerIfNotExistsAsync(container, cancellationToken: either.Token);
            }
        }
        catch (Exception ex) when (ex is HttpRequestException || (ex is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CosmosSetupException($"Cosmos DB at {_endpoint.Address} stopped responding while database {_options.Database} was created.", ex);
        }
        catch (CosmosException ex)
        {
            throw new CosmosSetupException(
                $"Cosmos DB at {_endpoint.Address} refuses to create database {_options.Database} ({(int)ex.StatusCode}); "
                + "create it in the deployment and set Cosmos:CreateResources to false.",
                ex);
        }
        catch (ArgumentException ex)
        {
            throw new CosmosSetupException(
                $"A container of database {_options.Database} at {_endpoint.Address} has another partition key than the app needs; choose another Cosmos:Database.",
                ex);
        }
    }
}
