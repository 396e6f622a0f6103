using AssetFunctions.Local.Providers.Simulation;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.Fixtures;

namespace AssetFunctions.Providers.Tests.Zerion;

public sealed class ZerionTransactionProviderContractTests : TransactionProviderContract
{
    protected override string Key => ZerionDriver.Key;

    protected override string ForeignCursor => "https://api.example/v1/wallets/0x00000000000000000000000000000000000a11ce/transactions/?page[after]=x";

    protected override async Task<T> UseAsync<T>(ProviderState state, Func<ITransactionProvider, Task<T>> use)
    {
        await using var driver = await ZerionDriver.StartAsync(settings: state switch
        {
            ProviderState.RejectingTheKey => [("Zerion:ApiKey", "zk_another_key")],
            ProviderState.Silent => [("Zerion:ResponseTimeout", "00:00:00.300")],
            _ => [],
        });
        driver.Server.ServeTransactions(
            ZerionDriver.Wallet,
            state == ProviderState.ServingNothing ? [] : TransactionProviderExamples.History(Transactions).Select(transaction => TransactionJson.Row(transaction)));
        driver.Server.Script(SimulatedResource.Transactions, ZerionDriver.Wallet, ZerionPositionProviderContractTests.Faults(state));
        if (state == ProviderState.Unreachable)
        {
            await driver.Server.DisposeAsync();
        }

        return await use(driver.Transactions);
    }
}
