using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.Fixtures;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Providers;

public sealed class ScriptedTransactionProviderTests : TransactionProviderContract
{
    protected override string Key => "scripted-key";

    protected override string ForeignCursor => "https://api.example/?page[after]=x";

    protected override Task<T> UseAsync<T>(ProviderState state, Func<ITransactionProvider, Task<T>> use)
    {
        var provider = new ScriptedTransactionProvider();
        provider.Serve(TransactionProviderExamples.Wallet, state == ProviderState.ServingNothing ? [] : TransactionProviderExamples.History(Transactions));
        if (Result(state) is { } result)
        {
            provider.Returns(result);
        }

        return use(provider);
    }

    static Func<ProviderResult>? Result(ProviderState state) => state switch
    {
        ProviderState.Serving or ProviderState.ServingNothing => null,
        ProviderState.Preparing => () => new ProviderResult.NotReady(TimeSpan.FromSeconds(10), "being prepared"),
        ProviderState.Throttling => () => new ProviderResult.Throttled(TimeSpan.FromSeconds(1), "too many calls"),
        ProviderState.RefusingTheWallet => () => new ProviderResult.Refused("not trackable"),
        ProviderState.RejectingTheKey => () => new ProviderResult.Unauthorized("unknown key"),
        ProviderState.CuttingAfterRows => () => new ProviderResult.Served<TransactionPage>(new TransactionPage
        {
            Provider = "zerion",
            Rows = TransactionProviderExamples.History(5),
            Skipped = new Dictionary<SkipReason, int>(),
            IncompleteReason = "the connection broke off",
        }),
        _ => () => throw new ProviderException("The scripted provider is down."),
    };
}
