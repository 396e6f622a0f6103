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

    protected override Task<T> UseAsync<T>(SourceState state, Func<ITransactionProvider, Task<T>> use)
    {
        var provider = new ScriptedTransactionProvider();
        provider.Serve(TransactionProviderExamples.Wallet, state == SourceState.ServingNothing ? [] : TransactionProviderExamples.History(Transactions));
        if (Answer(state) is { } answer)
        {
            provider.Answer(answer);
        }

        return use(provider);
    }

    static Func<SourceAnswer>? Answer(SourceState state) => state switch
    {
        SourceState.Serving or SourceState.ServingNothing => null,
        SourceState.Preparing => () => new SourceAnswer.NotReady(TimeSpan.FromSeconds(10), "being prepared"),
        SourceState.Throttling => () => new SourceAnswer.Throttled(TimeSpan.FromSeconds(1), "too many calls"),
        SourceState.RefusingTheWallet => () => new SourceAnswer.Refused("not trackable"),
        SourceState.RejectingTheKey => () => new SourceAnswer.Unauthorized("unknown key"),
        SourceState.CuttingAfterRows => () => new SourceAnswer.Served<TransactionPage>(new TransactionPage
        {
            Source = "zerion",
            Rows = TransactionProviderExamples.History(5),
            Skipped = new Dictionary<SkipReason, int>(),
            IncompleteReason = "the connection broke off",
        }),
        _ => () => throw new ProviderException("The scripted source is down."),
    };
}
