using System.Text.Json.Nodes;
using AssetFunctions.Providers.Alchemy;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Providers.Tests.Alchemy;

/// <summary>The Alchemy client as a host registers it, talking to the simulator over HTTP.</summary>
sealed class AlchemyDriver : IAsyncDisposable
{
    public const string Key = "alch_test_0123456789abcdef";
    public const string Wallet = "0x00000000000000000000000000000000000a11ce";
    public const string SolanaWallet = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T";
    public const string Contract = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";

    readonly ServiceProvider _services;

    AlchemyDriver(AlchemySimulator server, CapturedLog log, IEnumerable<(string Name, string Value)> settings)
    {
        Server = server;
        Log = log;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        foreach (var (name, value) in settings)
        {
            configuration[name] = value;
        }

        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
            .AddAlchemyProvider(configuration)
            .BuildServiceProvider();
    }

    public AlchemySimulator Server { get; }

    public CapturedLog Log { get; }

    public static async Task<AlchemyDriver> StartAsync(int pageSize = 1_000, params (string Name, string Value)[] settings)
    {
        var server = await AlchemySimulator.StartAsync(Key, pageSize);
        return new AlchemyDriver(
            server,
            new CapturedLog(),
            [("Alchemy:BaseAddress", server.Address.ToString()), ("Alchemy:ApiKey", Key), ("Alchemy:Networks", "eth-mainnet"), ("Alchemy:MaxRetries", "0"), .. settings]);
    }

    /// <summary>A valid row, changed by <paramref name="change"/>.</summary>
    public static string Row(string network = "eth-mainnet", string? token = Contract, Action<JsonNode>? change = null)
    {
        var row = new JsonObject
        {
            ["network"] = network,
            ["address"] = Wallet,
            ["tokenAddress"] = token,
            ["tokenBalance"] = "0x000000000000000000000000000000000000000000000000000000009502f901",
            ["tokenMetadata"] = new JsonObject { ["decimals"] = 6, ["logo"] = "https://icons.example/usdc.png", ["name"] = "USD Coin", ["symbol"] = "USDC" },
            ["tokenPrices"] = new JsonArray(
                new JsonObject { ["currency"] = "eur", ["value"] = "0.9" }, new JsonObject { ["currency"] = "usd", ["value"] = "1.0001" }),
            ["error"] = null,
        };
        change?.Invoke(row);
        return row.ToJsonString();
    }

    public AlchemyDriver Serving(params IEnumerable<string> rows)
    {
        Server.Rows = [.. rows];
        return this;
    }

    public Task<ProviderResult> FetchAsync(string wallet = Wallet, CancellationToken cancellationToken = default) =>
        _services.GetRequiredKeyedService<IPositionProvider>(AlchemyDefaults.Name).FetchPositionsAsync(wallet, cancellationToken);

    public async Task<PositionSet> FetchSetAsync(string wallet = Wallet) => Assert.IsType<ProviderResult.Served<PositionSet>>(await FetchAsync(wallet)).Value;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}
