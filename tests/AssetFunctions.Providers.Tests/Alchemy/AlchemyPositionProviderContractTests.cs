using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Contracts;

namespace AssetFunctions.Providers.Tests.Alchemy;

public sealed class AlchemyPositionProviderContractTests : PositionProviderContract
{
    const int GoodRows = 50;

    protected override int RowsServed => GoodRows + 3;

    protected override string Key => AlchemyDriver.Key;

    protected override string AddressSetting => "Alchemy:BaseAddress";

    protected override async Task<ProviderResult> FetchAsync(ProviderState state, CancellationToken cancellationToken = default)
    {
        await using var driver = await AlchemyDriver.StartAsync(settings: state switch
        {
            ProviderState.RejectingTheKey => [("Alchemy:ApiKey", AlchemyDriver.Key + "2")],
            ProviderState.Silent => [("Alchemy:ResponseTimeout", "00:00:00.300")],
            _ => [],
        });
        driver.Serving(state == ProviderState.ServingNothing ? [] : Rows());
        driver.Server.Script(Faults(state));
        if (state == ProviderState.Unreachable)
        {
            await driver.Server.DisposeAsync();
        }

        return await driver.FetchAsync(cancellationToken: cancellationToken);
    }

    static IEnumerable<string> Rows() =>
    [
        .. Enumerable.Range(1, GoodRows).Select(number => AlchemyDriver.Row(token: $"0x{number:x40}")),
        AlchemyDriver.Row(token: "0xdead000000000000000000000000000000000001", change: row => row["tokenBalance"] = "0x0"),
        AlchemyDriver.Row(token: "0xdead000000000000000000000000000000000002", change: row => row["error"] = "balance not available"),
        AlchemyDriver.Row(token: "0xdead000000000000000000000000000000000003", change: row => row["tokenBalance"] = null),
    ];

    static SimulatedFault[] Faults(ProviderState state) => state switch
    {
        ProviderState.Preparing => [AlchemySimulator.Error(503, "Try again.")],
        ProviderState.Throttling => [AlchemySimulator.Error(429, "Slow down.")],
        ProviderState.RefusingTheWallet => [AlchemySimulator.Error(400, $"Invalid address in /data/v1/{AlchemyDriver.Key}/.")],
        ProviderState.Failing => [AlchemySimulator.Error(500, $"Something broke at /data/v1/{AlchemyDriver.Key}/.")],
        ProviderState.SendingHtml => [SimulatedFault.Html()],
        ProviderState.CuttingAfterRows => [new SimulatedFault.Cut(5_000)],
        ProviderState.CuttingBeforeRows => [new SimulatedFault.Cut(20)],
        ProviderState.Silent => [new SimulatedFault.Delay(TimeSpan.FromMinutes(5))],
        _ => [],
    };
}
