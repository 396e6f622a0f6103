using System.Text;
using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Providers.Tests.Zerion;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync.Messaging;
using AssetFunctions.Sync.Phases;
using AssetFunctions.Sync.Phases.Extract;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Telemetry;
using AssetFunctions.Testing.Drivers;
using AssetFunctions.Testing.InMemory;
using AssetFunctions.Testing.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Providers.Tests.Http;

/// <summary>More wallets than calls per day: the rest is deferred to the next day and never fails.</summary>
public sealed class DayQuotaTests
{
    const int Wallets = 40;
    const int PerDay = 30;

    readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 20, 0, 0, TimeSpan.Zero));
    readonly InMemoryWalletStore _store = new();

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Wallets_beyond_the_daily_quota_are_fetched_on_the_next_day_and_throttled_calls_count(int throttled)
    {
        await using var server = await ProviderSimulator.StartAsync(
            new SimulatorOptions { ApiKey = ZerionDriver.Key, Quota = new SimulatedQuota(PerSecond: 1, PerDay), TimeProvider = _clock });
        await using var services = Services(server.Address);
        var extract = ExtractPhases.Of(services.GetRequiredKeyedService<IPositionProvider>("zerion"), _store, _clock);
        var waiting = new PriorityQueue<SyncRequest, DateTimeOffset>();
        for (var wallet = 1; wallet <= Wallets; wallet++)
        {
            var request = new SyncRequest { Version = SyncRequest.CurrentVersion, Wallet = $"0x{wallet:x40}", RunId = $"run-{wallet}" };
            server.Serve(request.Wallet, Encoding.UTF8.GetBytes(ZerionJson.Page(ZerionJson.Row())));
            waiting.Enqueue(request, _clock.GetUtcNow());
        }

        server.Script(ProviderSimulator.AnyWallet, Enumerable.Repeat(SimulatedFault.Error(429, "Too many requests", "Slow down."), throttled));
        var days = await DrainAsync(extract, waiting);

        Assert.Equal([PerDay - throttled, Wallets - PerDay + throttled], days);
        Assert.Equal(new SimulatorUsage(Wallets + throttled, Throttled: 0, MostPerSecond: 1, MostPerDay: PerDay), server.Usage);
        for (var wallet = 1; wallet <= Wallets; wallet++)
        {
            Assert.Null(await _store.FindRunAsync($"0x{wallet:x40}", $"run-{wallet}", default));
        }
    }

    /// <summary>Processes all requests when they are due.</summary>
    /// <returns>The number of wallets fetched on each day; a failed run would be in the store.</returns>
    async Task<IEnumerable<int>> DrainAsync(ExtractPhase extract, PriorityQueue<SyncRequest, DateTimeOffset> waiting)
    {
        var fetched = new SortedDictionary<DateTime, int>();
        while (waiting.TryDequeue(out var request, out var due))
        {
            _clock.Advance(due > _clock.GetUtcNow() ? due - _clock.GetUtcNow() : TimeSpan.Zero);
            var outcome = await extract.RunAsync(request, new PhaseContext(request.RunId!, new DatabaseMeter().Begin()), default);
            if (outcome is PhaseOutcome.Deferred deferred)
            {
                waiting.Enqueue((SyncRequest)deferred.Retry, _clock.GetUtcNow() + deferred.Delay);
                continue;
            }

            Assert.Single(Assert.IsType<PhaseOutcome.Completed>(outcome).Next);
            var today = _clock.GetUtcNow().UtcDateTime.Date;
            fetched[today] = fetched.GetValueOrDefault(today) + 1;
        }

        return fetched.Values;
    }

    ServiceProvider Services(Uri address)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        configuration["Zerion:BaseAddress"] = address.ToString();
        configuration["Zerion:ApiKey"] = ZerionDriver.Key;
        configuration["Zerion:MaxWait"] = "00:00:00";
        return new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock).AddZerionProvider(configuration).BuildServiceProvider();
    }
}
