using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Contracts;

namespace AssetFunctions.Providers.Tests.Zerion;

public sealed class ZerionPositionProviderContractTests : PositionProviderContract
{
    const int GoodRows = 50;

    protected override int RowsServed => GoodRows + 2;

    protected override string Key => ZerionDriver.Key;

    protected override string AddressSetting => "Zerion:BaseAddress";

    protected override async Task<SourceAnswer> FetchAsync(SourceState state, CancellationToken cancellationToken = default)
    {
        await using var driver = await ZerionDriver.StartAsync(settings: state switch
        {
            SourceState.RejectingTheKey => [("Zerion:ApiKey", "zk_another_key")],
            SourceState.Silent => [("Zerion:ResponseTimeout", "00:00:00.300")],
            _ => [],
        });
        driver.Serving(state == SourceState.ServingNothing ? [] : Rows());
        driver.Server.Script(ZerionDriver.Wallet, Faults(state));
        if (state == SourceState.Unreachable)
        {
            await driver.Server.DisposeAsync();
        }

        return await driver.FetchAsync(cancellationToken: cancellationToken);
    }

    static IEnumerable<string> Rows() =>
    [
        .. Enumerable.Range(0, GoodRows).Select(number => ZerionJson.Row($"row-{number}")),
        ZerionJson.Row("trash", row => row.Attributes()["flags"]!["is_trash"] = true),
        ZerionJson.Row("broken", row => row.Attributes()["quantity"] = null),
    ];

    public static SimulatedFault[] Faults(SourceState state) => state switch
    {
        SourceState.Preparing => [SimulatedFault.Error(503, "Preparing", "The wallet is being prepared.")],
        SourceState.Throttling => [SimulatedFault.Error(429, "Too many requests", "Slow down.")],
        SourceState.RefusingTheWallet => [SimulatedFault.Error(400, "Not trackable", "The address is a token contract.")],
        SourceState.Failing => [SimulatedFault.Error(500, "Internal error", "Something broke.")],
        SourceState.SendingHtml => [SimulatedFault.Html()],
        SourceState.CuttingAfterRows => [new SimulatedFault.Cut(20_000)],
        SourceState.CuttingBeforeRows => [new SimulatedFault.Cut(20)],
        SourceState.Silent => [new SimulatedFault.Delay(TimeSpan.FromMinutes(5))],
        _ => [],
    };
}
