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

    protected override async Task<ProviderResult> FetchAsync(ProviderState state, CancellationToken cancellationToken = default)
    {
        await using var driver = await ZerionDriver.StartAsync(settings: state switch
        {
            ProviderState.RejectingTheKey => [("Zerion:ApiKey", "zk_another_key")],
            ProviderState.Silent => [("Zerion:ResponseTimeout", "00:00:00.300")],
            _ => [],
        });
        driver.Serving(state == ProviderState.ServingNothing ? [] : Rows());
        driver.Server.Script(ZerionDriver.Wallet, Faults(state));
        if (state == ProviderState.Unreachable)
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

    public static SimulatedFault[] Faults(ProviderState state) => state switch
    {
        ProviderState.Preparing => [SimulatedFault.Error(503, "Preparing", "The wallet is being prepared.")],
        ProviderState.Throttling => [SimulatedFault.Error(429, "Too many requests", "Slow down.")],
        ProviderState.RefusingTheWallet => [SimulatedFault.Error(400, "Not trackable", "The address is a token contract.")],
        ProviderState.Failing => [SimulatedFault.Error(500, "Internal error", "Something broke.")],
        ProviderState.SendingHtml => [SimulatedFault.Html()],
        ProviderState.CuttingAfterRows => [new SimulatedFault.Cut(20_000)],
        ProviderState.CuttingBeforeRows => [new SimulatedFault.Cut(20)],
        ProviderState.Silent => [new SimulatedFault.Delay(TimeSpan.FromMinutes(5))],
        _ => [],
    };
}
