using System.Net;
using System.Net.Sockets;
using AssetFunctions.Local.Cosmos.Explorer;
using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Resources;
using AssetFunctions.Local.Cosmos.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Local.Cosmos;

/// <summary>
/// A local Azure Cosmos DB for NoSQL. Listens on loopback only, plain HTTP; use it with <c>ConnectionMode.Gateway</c> and
/// <c>LimitToEndpoint</c>.
/// </summary>
public sealed class LocalCosmosServer : IAsyncDisposable
{
    readonly IJournal _journal;
    readonly ExpirySweep _sweep;
    readonly KestrelServer _kestrel;

    LocalCosmosServer(IJournal journal, ExpirySweep sweep, KestrelServer kestrel, CosmosMeter meter, FaultInjector faults, string accountKey)
    {
        _journal = journal;
        _sweep = sweep;
        _kestrel = kestrel;
        Meter = meter;
        Faults = faults;
        AccountKey = accountKey;
    }

    /// <summary>Where clients connect.</summary>
    public Uri Endpoint { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The key clients sign with.</summary>
    public string AccountKey { get; }

    /// <summary>Endpoint and key in the form <c>CosmosClient</c> takes.</summary>
    public string ConnectionString => $"AccountEndpoint={Endpoint};AccountKey={AccountKey};";

    /// <summary>Counts requests and request units.</summary>
    public CosmosMeter Meter { get; }

    /// <summary>Makes requests fail on purpose.</summary>
    public FaultInjector Faults { get; }

    /// <summary>Starts a server and returns once it accepts requests.</summary>
    /// <exception cref="LocalCosmosStartException">The port is taken or the data file cannot be used.</exception>
    public static async Task<LocalCosmosServer> StartAsync(LocalCosmosOptions options, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.PhysicalPartitions < 1)
        {
            throw new ArgumentException("A container has at least one physical partition.", nameof(options));
        }

        var clock = options.Clock;
        var (journal, account) = await OpenAsync(options);
        var meter = new CosmosMeter();
        var faults = new FaultInjector(clock, new Random(options.Seed));
        var sweep = new ExpirySweep(account, clock, options.EnforcesThroughput ? null : meter);
        var server = new LocalCosmosServer(journal, sweep, CreateKestrel(options.Port), meter, faults, options.AccountKey);
        var authorization = new MasterKeyAuthorization(options.AccountKey);
        var gateway = new Gateway(account, authorization, meter, faults, clock, () => server.Endpoint);
        var local = new LocalEndpoints(account, meter, faults, clock);
        try
        {
            await server._kestrel.StartAsync(new GatewayApplication(gateway, local, NullLogger.Instance), ct);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await server.DisposeAsync();
            var reason = e.InnerException is AddressInUseException ? "is already in use" : "cannot be used";
            throw new LocalCosmosStartException($"Port {options.Port} on 127.0.0.1 {reason}; choose another.", e);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        var addresses = server._kestrel.Features.Get<IServerAddressesFeature>()!.Addresses;
        server.Endpoint = new Uri(addresses.First());
        return server;
    }

    /// <summary>Stops accepting requests and releases the port and the data file.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var noGracePeriod = new CancellationTokenSource(TimeSpan.Zero, TimeProvider.System))
        {
            await _kestrel.StopAsync(noGracePeriod.Token);
        }

        _kestrel.Dispose();
        await _sweep.DisposeAsync();
        await _journal.DisposeAsync();
    }

    static async ValueTask<(IJournal Journal, Account Account)> OpenAsync(LocalCosmosOptions options)
    {
        Account Create(IJournal journal) => new(journal, options);
        if (options.DataFile is { } file)
        {
            return await DataFile.OpenAsync(file, Create, options);
        }

        var nothing = new NoJournal();
        return (nothing, Create(nothing));
    }

    static KestrelServer CreateKestrel(int port)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(IPAddress.Loopback, port);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        return new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }
}
