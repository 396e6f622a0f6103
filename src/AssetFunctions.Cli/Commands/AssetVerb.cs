using System.CommandLine;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Report;
using Spectre.Console;

namespace AssetFunctions.Cli.Commands;

/// <summary><c>asset</c>: one asset of the registry.</summary>
static class AssetVerb
{
    public static Command Create(Terminal terminal)
    {
        var network = new Argument<string>("NETWORK") { Description = "Network of the asset, such as ethereum." };
        var address = new Argument<string>("ADDRESS") { Description = "Contract address, or 'native' for the network's native coin." };
        var history = new Option<bool>("--history") { Description = "Also show the prices of the last 30 days." };
        var command = new Verb("asset", "Shows an asset with its price. Exit code 1: the registry does not have it.", "ethereum native --history") { network, address, history };
        var options = new DeploymentOptions().WithApi(command).WithJson(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = new ApiConnection(options.Find(parsed, terminal), terminal.Clock);
            var (name, contract) = (parsed.GetRequiredValue(network), parsed.GetRequiredValue(address));
            var asset = await api.GetAssetAsync(name, contract, cancellationToken);
            var prices = parsed.GetValue(history) ? await api.GetPricesAsync(name, contract, cancellationToken) : null;
            if (options.WantsJson(parsed))
            {
                terminal.WriteJson(Document(asset, prices));
                return ExitCodes.Good;
            }

            terminal.Console.Write(AssetView.Render(asset.Value, terminal.Clock.GetUtcNow()));
            if (prices is not null)
            {
                terminal.Console.Write(AssetView.Render(prices.Value.Prices));
                terminal.Console.WriteLine();
            }

            return ExitCodes.Good;
        });
        return command;
    }

    static JsonObject Document(Response<AssetResponse> asset, Response<PricesResponse>? prices)
    {
        if (prices is not null)
        {
            asset.Json["prices"] = prices.Json["prices"]!.DeepClone();
        }

        return asset.Json;
    }
}
