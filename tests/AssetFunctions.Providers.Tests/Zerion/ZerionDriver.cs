using System.Text;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Providers.Tests.Zerion;

/// <summary>The Zerion client as a host registers it, talking to the simulator over HTTP.</summary>
sealed class ZerionDriver : IAsyncDisposable
{
    public const string Key = "zk_test_0123456789abcdef";
    public const string Wallet = "0x00000000000000000000000000000000000a11ce";

    readonly ServiceProvider _services;

    ZerionDriver(ProviderSimulator server, ServiceProvider services, CapturedLog log)
    {
        Server = server;
        _services = services;
        Log = log;
    }

    public ProviderSimulator Server { get; }

    public CapturedLog Log { get; }

    public ITransactionProvider Transactions => _services.GetRequiredService<ITransactionProvider>();

    public IMarketDataProvider Market => _services.GetRequiredService<IMarketDataProvider>();

    public INetworkCatalog Networks => _services.GetRequiredService<INetworkCatalog>();

    public IPositionProvider Provider => _services.GetRequiredKeyedService<IPositionProvider>(ZerionDefaults.Name);

    /// <param name="samples">Directory of sample wallets, if any.</param>
    /// <param name="quota">Quota of the server.</param>
    /// <param name="settings">Settings as <c>Zerion:Name</c> and value; by default no call is retried, so that one fault suffices.</param>
    public static Task<ZerionDriver> StartAsync(string? samples = null, SimulatedQuota? quota = null, params (string Name, string Value)[] settings) =>
        StartAsync(TimeProvider.System, samples, quota, settings);

    /// <param name="clock">Time of the client; the server keeps its own.</param>
    public static async Task<ZerionDriver> StartAsync(
        TimeProvider clock, string? samples = null, SimulatedQuota? quota = null, params (string Name, string Value)[] settings)
    {
        var server = await ProviderSimulator.StartAsync(new SimulatorOptions { ApiKey = Key, SamplesDirectory = samples, Quota = quota ?? new SimulatedQuota() });
        var log = new CapturedLog();
        return new ZerionDriver(server, Services(log, clock, [("Zerion:BaseAddress", server.Address.ToString()), ("Zerion:ApiKey", Key), ("Zerion:MaxRetries", "0"), .. settings]), log);
    }

    public static ServiceProvider Services(ILoggerProvider log, params (string Name, string Value)[] settings) => Services(log, TimeProvider.System, settings);

    static ServiceProvider Services(ILoggerProvider log, TimeProvider clock, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        foreach (var (name, value) in settings)
        {
            configuration[name] = value;
        }

        return new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(log))
            .AddSingleton(clock)
            .AddZerionProvider(configuration)
            .BuildServiceProvider();
    }

    /// <summary>Serves the rows as the wallet's page.</summary>
    public ZerionDriver Serving(params IEnumerable<string> rows)
    {
        Server.Serve(Wallet, Encoding.UTF8.GetBytes(ZerionJson.Page(rows)));
        return this;
    }

    public Task<ProviderResult> FetchAsync(string wallet = Wallet, CancellationToken cancellationToken = default) =>
        Provider.FetchPositionsAsync(wallet, cancellationToken);

    public Task<ProviderResult> FetchTransactionsAsync(TransactionQuery? query = null) =>
        Transactions.FetchTransactionsAsync(query ?? new TransactionQuery(Wallet), CancellationToken.None);

    public async Task<TransactionPage> FetchPageAsync(TransactionQuery? query = null) =>
        Assert.IsType<ProviderResult.Served<TransactionPage>>(await FetchTransactionsAsync(query)).Value;

    public async Task<PositionSet> FetchSetAsync(string wallet = Wallet) => Assert.IsType<ProviderResult.Served<PositionSet>>(await FetchAsync(wallet)).Value;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}
