using System.CommandLine;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Report;
using Spectre.Console;

namespace AssetFunctions.Cli.Commands;

/// <summary><c>override</c>: shows, sets or removes an operator's decision on an asset.</summary>
static class OverrideVerb
{
    static readonly string[] States = ["spam", "unknown", "verified"];

    public static Command Create(Terminal terminal)
    {
        var network = new Argument<string>("NETWORK") { Description = "Network of the asset, such as ethereum." };
        var address = new Argument<string>("ADDRESS") { Description = "Contract address, or 'native' for the network's native coin." };
        var state = new Option<string?>("--state")
        {
            Description = $"Verdict on the asset: {string.Join(", ", States)}.",
            HelpName = "STATE",
            CustomParser = result =>
            {
                if (States.Contains(result.Tokens[0].Value, StringComparer.Ordinal))
                {
                    return result.Tokens[0].Value;
                }

                result.AddError($"--state takes one of {string.Join(", ", States)}.");
                return null;
            },
        };
        var price = NumberOptions.Usd("--price", "Price of one token, in US dollars.");
        var note = new Option<string?>("--note") { Description = "Why; required with --state and --price.", HelpName = "TEXT" };
        var remove = new Option<bool>("--remove") { Description = "Remove the override." };
        var command = new Verb(
            "override",
            "Shows the override of an asset, or sets its verdict or price for every wallet. It replaces an earlier override whole and is visible to all instances "
                + "within a minute. Exit code 1: there is none to show.",
            "ethereum native --price 3150.25 --note outage")
        { network, address, state, price, note, remove };
        command.Validators.Add(result =>
        {
            var isSet = result.GetResult(state) is not null || result.GetResult(price) is not null;
            var hasNote = result.GetResult(note) is not null;
            if (result.GetResult(remove) is not null && (isSet || hasNote))
            {
                result.AddError("--remove takes no other value.");
            }
            else if (isSet != hasNote)
            {
                result.AddError(isSet ? "--note is missing; it says why." : "--note needs --state or --price.");
            }
        });
        var options = new DeploymentOptions().WithApi(command).WithJson(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = new ApiConnection(options.Find(parsed, terminal), terminal.Clock);
            var (name, contract) = (parsed.GetRequiredValue(network), parsed.GetRequiredValue(address));
            if (parsed.GetValue(remove))
            {
                var removal = await api.RemoveOverrideAsync(name, contract, cancellationToken);
                Print(removal.Json, () => terminal.Console.WriteLine(
                    $"{removal.Value.Network}:{removal.Value.ContractAddress} {(removal.Value.Removed ? "is no longer overridden" : "was not overridden")}."));
                return ExitCodes.Good;
            }

            var stored = parsed.GetValue(note) is { } why
                ? await api.SetOverrideAsync(name, contract, new OverrideRequest(parsed.GetValue(state), parsed.GetValue(price), why), cancellationToken)
                : await api.GetOverrideAsync(name, contract, cancellationToken);
            Print(stored.Json, () => terminal.Console.Write(OverrideView.Render(stored.Value)));
            return ExitCodes.Good;

            void Print(JsonObject json, Action view)
            {
                if (options.WantsJson(parsed))
                {
                    terminal.WriteJson(json);
                }
                else
                {
                    view();
                }
            }
        });
        return command;
    }
}
