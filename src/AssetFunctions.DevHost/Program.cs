using System.CommandLine;
using AssetFunctions.DevHost.Commands;
using AssetFunctions.DevHost.Report;
using AssetFunctions.DevHost.Samples;
using AssetFunctions.DevHost.Stack;
using AssetFunctions.LocalCosmos;

var once = new Option<bool>("--once") { Description = "End when every wallet has been synced." };
var fresh = new Option<bool>("--fresh") { Description = "Start with an empty database." };
var transactions = new Option<bool>("--transactions") { Description = "Fetch the transactions of the wallets too." };
var instances = new Option<int>("--instances") { Description = "Function app processes.", DefaultValueFactory = _ => 1 };
var timeout = new Option<int>("--timeout") { Description = "Seconds the wallets may take with --once.", DefaultValueFactory = _ => 150 };
var addresses = new Argument<string[]>("addresses")
{
    Description = "Wallets to sync live with the key in ZERION_API_KEY; none means the sample wallets.",
    Arity = ArgumentArity.ZeroOrMore,
};
instances.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 16)
    {
        result.AddError("--instances takes a number from 1 to 16.");
    }
});

var root = new RootCommand("Runs AssetFunctions on this machine: storage emulator, local database, provider and function apps.")
{
    once, fresh, transactions, instances, timeout, addresses,
};
root.SetAction((parsed, cancellationToken) =>
{
    var settings = new RunSettings(
        parsed.GetValue(once), parsed.GetValue(instances), parsed.GetValue(fresh), parsed.GetValue(addresses) ?? [], parsed.GetValue(timeout))
    {
        Transactions = parsed.GetValue(transactions),
    };
    return new RunCommand(PlainOrRich.Console(), TimeProvider.System).RunAsync(settings, cancellationToken);
});

var samples = new Command("samples", "Writes the sample wallets anew, from the token list beside them.");
samples.SetAction(_ => SampleWalletGenerator.WriteAll(RepositoryPaths.Find().Samples));
root.Subcommands.Add(samples);

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is StackException or LocalCosmosStartException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
