using System.Text;
using Microsoft.AspNetCore.Builder;

namespace AssetFunctions.Local.Providers.Replay;

/// <summary>
/// A loopback server that speaks Zerion's API of positions, transactions and chains from sample pages and in-memory wallets, over real HTTP, and misbehaves on request.
/// Safe to use from several threads.
/// </summary>
public sealed class ReplayProvider : IAsyncDisposable
{
    /// <summary>Stands for every wallet in <see cref="Script"/>.</summary>
    public const string AnyWallet = "*";

    readonly WebApplication _server;
    readonly ReplayWallets _wallets;
    readonly ReplayEndpoint _endpoint;

    ReplayProvider(WebApplication server, ReplayWallets wallets, ReplayEndpoint endpoint)
    {
        _server = server;
        _wallets = wallets;
        _endpoint = endpoint;
        Address = ReplayServer.AddressOf(server);
    }

    /// <summary>Root address, to be set as <c>Zerion:BaseAddress</c>.</summary>
    public Uri Address { get; }

    /// <summary>Requests received so far, whatever the answer was.</summary>
    public int Requests => _endpoint.Requests;

    /// <summary>Calls counted against the quota so far.</summary>
    public ReplayUsage Usage => _endpoint.Usage;

    /// <summary>The request received last, or null.</summary>
    public ReplayRequest? LastRequest => _endpoint.LastRequest;

    /// <exception cref="FileNotFoundException">The samples directory holds no index, or a page is missing.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ReplayProvider> StartAsync(ReplayOptions options)
    {
        var wallets = new ReplayWallets();
        if (options.SamplesDirectory is { } samples)
        {
            wallets.LoadSamples(samples);
        }

        var endpoint = new ReplayEndpoint(options, wallets);
        return new ReplayProvider(await ReplayServer.StartAsync(options.Port, endpoint.HandleAsync), wallets, endpoint);
    }

    /// <summary>Serves these bytes as the wallet's page. They need not be JSON.</summary>
    public void Serve(string wallet, ReadOnlyMemory<byte> page) => Serve(wallet, (target, cancellationToken) => target.WriteAsync(page, cancellationToken).AsTask());

    /// <summary>Serves what <paramref name="write"/> writes as the wallet's page, streamed as it is written.</summary>
    public void Serve(string wallet, Func<Stream, CancellationToken, Task> write) => _wallets.Set(ReplayResource.Positions, wallet, [new WritePage(write)]);

    /// <summary>Serves several pages; <c>page[after]=N</c> asks for the N-th, counted from 0. The pages' own links must lead there.</summary>
    public void ServePages(string wallet, params IReadOnlyList<string> pages) => ServePages(ReplayResource.Positions, wallet, pages);

    /// <summary>Serves several pages of a list as they are, unfiltered but for positions.</summary>
    /// <param name="wallet">Wallet, or <see cref="AnyWallet"/> for a list that belongs to none.</param>
    public void ServePages(ReplayResource resource, string wallet, params IReadOnlyList<string> pages) => _wallets.Set(
        resource,
        wallet,
        [.. pages.Select(page => new WritePage((target, cancellationToken) => target.WriteAsync(Encoding.UTF8.GetBytes(page), cancellationToken).AsTask()))]);

    /// <summary>Serves these rows as the wallet's transactions, newest first, filtered and in pages with links as the API would.</summary>
    public void ServeTransactions(string wallet, params IEnumerable<string> rows) => _wallets.SetHistory(wallet, new ReplayHistory(rows));

    /// <summary>Misbehaves on the next requests for the wallet's positions, one fault each, then serves as usual. Replaces the script before.</summary>
    public void Script(string wallet, params IEnumerable<ReplayFault> faults) => Script(ReplayResource.Positions, wallet, faults);

    /// <summary>Misbehaves on the next requests for a list, one fault each, then serves as usual. Replaces the script before.</summary>
    /// <param name="wallet">Wallet, or <see cref="AnyWallet"/> for all of them and for a list that belongs to none.</param>
    public void Script(ReplayResource resource, string wallet, params IEnumerable<ReplayFault> faults) => _wallets.Script(resource, wallet, faults);

    public ValueTask DisposeAsync() => ReplayServer.StopAsync(_server);
}
