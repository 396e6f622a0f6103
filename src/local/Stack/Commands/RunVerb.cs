using System.CommandLine;
using System.CommandLine.Parsing;
using AssetFunctions.Cli.Commands;
using AssetFunctions.Local.Processes;

namespace AssetFunctions.Local.Stack.Commands;

/// <summary><c>run</c>, also the default without a verb.</summary>
static class RunVerb
{
    public static Command Create(Terminal terminal, string? data) =>
        Define(new Verb("run", "Starts the local stack and syncs the sample wallets, or the wallets named; the same without a verb.", "--once --fresh"), terminal, data);

    /// <summary>Gives a command the options of the main job.</summary>
    public static T Define<T>(T command, Terminal terminal, string? data)
        where T : Command
    {
        var once = new Option<bool>("--once") { Description = "Exit when every wallet has been synced." };
        var fresh = new Option<bool>("--fresh") { Description = "Start with an empty database." };
        var transactions = new Option<bool>("--transactions") { Description = "Fetch the transactions of the wallets too." };
        var instances = NumberOptions.Whole("--instances", "Function app processes.", 1, 1, 16, "a number from 1 to 16");
        var flex = new Option<bool>("--flex") { Description = "Run each group of functions in a process of its own, as Flex Consumption does." };
        var verbose = new Option<bool>("--verbose") { Description = "Print the work of each phase on each chunk." };
        var timeout = NumberOptions.Whole("--timeout", "Seconds the wallets may take with --once.", 150, 0, 86_400, "a number of seconds from 0 to 86400");
        var json = new Option<bool>("--json") { Description = "Print one JSON document at the end instead of progress and tables; requires --once." };
        var addresses = WalletArguments.Many(
            "Wallets to sync live with the key in ZERION_API_KEY; none means the sample wallets.", ArgumentArity.ZeroOrMore, command is RootCommand ? "a verb" : null);
        command.Add(once);
        command.Add(fresh);
        command.Add(transactions);
        command.Add(instances);
        command.Add(flex);
        command.Add(verbose);
        command.Add(timeout);
        command.Add(json);
        command.Add(addresses);
        command.Validators.Add(result =>
        {
            if (IsSet(result, json) && !IsSet(result, once))
            {
                result.AddError("--json requires --once: the document is printed when every wallet has been synced.");
            }
        });
        command.Validators.Add(result =>
        {
            if (IsSet(result, flex) && result.GetResult(instances) is { Implicit: false })
            {
                result.AddError("--flex runs one process for each group of functions and excludes --instances.");
            }
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var settings = new RunSettings(
                parsed.GetValue(once), parsed.GetValue(instances), parsed.GetValue(fresh), parsed.GetValue(addresses) ?? [], parsed.GetValue(timeout))
            {
                Transactions = parsed.GetValue(transactions),
                Flex = parsed.GetValue(flex),
                Verbose = parsed.GetValue(verbose),
                Json = parsed.GetValue(json),
            };
            return new RunCommand(terminal, settings, data).RunAsync(cancellationToken);
        });
        return command;
    }

    // Called during validation, when the value of an invalid option cannot be read.
    static bool IsSet(CommandResult result, Option<bool> option) =>
        result.GetResult(option) is { Implicit: false } given && given.Tokens is not [{ Value: "false" }];
}
