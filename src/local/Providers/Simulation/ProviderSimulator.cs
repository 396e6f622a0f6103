using System.Text;
using Microsoft.AspNetCore.Builder;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>
/// A loopback server that speaks Zerion's API of positions, transactions, chains and fungibles from sample pages and in-memory wallets, over real HTTP, and misbehaves on request.
/// Thread-safe.
/// </summary>
public sealed class ProviderSimulator : IAsyncDisposable
{
    /// <summary>Stands for every wallet in <c>Script</c>.</summary>
    public const string AnyWallet = "*";

    readonly WebApplication _server;
    readonly SimulatedWallets _wallets;
    readonly SimulatorEndpoint _endpoint;

    ProviderSimulator(WebApplication server, SimulatedWallets wallets, SimulatorEndpoint endpoint)
    {
        _server = server;
        _wallets = wallets;
        _endpoint = endpoint;
        Address = SimulatorServer.AddressOf(server);
    }

    /// <summary>Root address, to be set as <c>Zerion:BaseAddress</c>.</summary>
    public Uri Address { get; }

    /// <summary>Requests received so far, whatever the response was.</summary>
    public int Requests => _endpoint.Requests;

    /// <summary>Calls counted against the quota so far.</summary>
    public SimulatorUsage Usage => _endpoint.Usage;

    /// <summary>The request received last, or null.</summary>
    public SimulatorRequest? LastRequest => _endpoint.LastRequest;

    /// <summary>Called with each scripted fault when a request gets it.</summary>
    public Action<SimulatedFault>? OnFault
    {
        set => _endpoint.OnFault = value;
    }

    /// <exception cref="FileNotFoundException">The samples directory has no index, or a page is missing.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ProviderSimulator> StartAsync(SimulatorOptions options)
    {
        var wallets = new SimulatedWallets();
        if (options.SamplesDirectory is { } samples)
        {
            wallets.LoadSamples(samples);
        }

        var endpoint = new SimulatorEndpoint(options, wallets);
        return new ProviderSimulator(await SimulatorServer.StartAsync(options.Port, endpoint.HandleAsync), wallets, endpoint);
    }

    /// <summary>Serves these bytes as the wallet's page. They need not be JSON.</summary>
    public void Serve(string wallet, ReadOnlyMemory<byte> page) => Serve(wallet, (target, cancellationToken) => target.WriteAsync(page, cancellationToken).AsTask());

    /// <summary>Streams the output of <paramref name="write"/> as the wallet's page.</summary>
    public void Serve(string wallet, Func<Stream, CancellationToken, Task> write) => _wallets.Set(SimulatedResource.Positions, wallet, [new WritePage(write)]);

    /// <summary>Serves several pages; <c>page[after]=N</c> selects the N-th, counted from 0. The pages' own links must lead there.</summary>
    public void ServePages(string wallet, params IReadOnlyList<string> pages) => ServePages(SimulatedResource.Positions, wallet, pages);

    /// <summary>Serves several pages of a list as they are, unfiltered but for positions.</summary>
    /// <param name="wallet">Wallet, or <see cref="AnyWallet"/> for a list that belongs to none.</param>
    public void ServePages(SimulatedResource resource, string wallet, params IReadOnlyList<string> pages) => _wallets.Set(
        resource,
        wallet,
        [.. pages.Select(page => new WritePage((target, cancellationToken) => target.WriteAsync(Encoding.UTF8.GetBytes(page), cancellationToken).AsTask()))]);

    /// <summary>Serves these rows as the wallet's transactions, newest first, filtered and in pages with links as the API would.</summary>
    public void ServeTransactions(string wallet, params IEnumerable<string> rows) => _wallets.SetHistory(wallet, new SimulatedHistory(rows));

    /// <summary>Serves this JSON as a fungible instead of that of the token list; null serves none.</summary>
    public void ServeFungible(string id, string? row) => _wallets.Fungibles.Serve(id, row);

    /// <summary>Misbehaves on the next requests for the wallet's positions, one fault each, then serves as usual. Replaces any earlier script.</summary>
    public void Script(string wallet, params IEnumerable<SimulatedFault> faults) => Script(SimulatedResource.Positions, wallet, faults);

    /// <summary>Misbehaves on the next requests for a list, one fault each, then serves as usual. Replaces any earlier script.</summary>
    /// <param name="wallet">Wallet, or <see cref="AnyWallet"/> for all of them and for a list that belongs to none.</param>
    public void Script(SimulatedResource resource, string wallet, params IEnumerable<SimulatedFault> faults) => _wallets.Script(resource, wallet, faults);

    public ValueTask DisposeAsync() => SimulatorServer.StopAsync(_server);
}
