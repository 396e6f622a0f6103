using System.CommandLine;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Report;
using Spectre.Console;

namespace AssetFunctions.Cli.Commands;

/// <summary><c>status</c>: status of a deployment or of wallets.</summary>
sealed class StatusVerb(Deployment deployment, Terminal terminal, bool isJson)
{
    public static Command Create(Terminal terminal)
    {
        var wallets = WalletArguments.Many("Wallets to show. Default: the deployment.", ArgumentArity.ZeroOrMore);
        var command = new Verb("status", "Shows health and queues of the deployment, or last run, totals and gaps of wallets. Exit code 1: not ready, or a wallet is unknown.", "0xd8da6bf26964af9d7eed9e03e53415d37aa96045")
        {
            wallets,
        };
        var options = new DeploymentOptions().WithApi(command).WithJson(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var verb = new StatusVerb(options.Find(parsed, terminal), terminal, options.WantsJson(parsed));
            return parsed.GetValue(wallets) is { Length: > 0 } addresses
                ? verb.OfWalletsAsync(addresses, cancellationToken)
                : verb.OfDeploymentAsync(cancellationToken);
        });
        return command;
    }

    async Task<int> OfDeploymentAsync(CancellationToken cancellationToken)
    {
        using var api = new ApiConnection(deployment, terminal.Clock);
        var (health, json) = await api.GetHealthAsync(cancellationToken);
        var (queues, unseen) = await FindQueuesAsync(api, cancellationToken);
        if (isJson)
        {
            terminal.WriteJson(new JsonObject
            {
                ["api"] = deployment.Api.ToString(),
                ["health"] = json,
                ["queues"] = queues?.Json["queues"]?.DeepClone(),
            });
        }
        else
        {
            terminal.Console.WriteLine(deployment.Api.ToString());
            terminal.Console.Write(HealthTable.Render(health));
            if (queues is not null)
            {
                terminal.Console.Write(HealthTable.Render(queues.Value.Queues));
            }
        }

        if (unseen is not null)
        {
            await terminal.Error.WriteLineAsync($"The queues cannot be shown. {unseen}");
        }

        return health.IsReady ? ExitCodes.Good : ExitCodes.Bad;
    }

    // Queues are optional here: unlike health, they require a key.
    static async Task<(Response<QueuesResponse>? Queues, string? Unseen)> FindQueuesAsync(ApiConnection api, CancellationToken cancellationToken)
    {
        try
        {
            return (await api.GetQueuesAsync(cancellationToken), null);
        }
        catch (DeploymentException ex)
        {
            return (null, ex.Message);
        }
    }

    async Task<int> OfWalletsAsync(IReadOnlyList<string> wallets, CancellationToken cancellationToken)
    {
        using var api = new ApiConnection(deployment, terminal.Clock);
        var statuses = new List<WalletStatus>();
        foreach (var wallet in wallets)
        {
            try
            {
                statuses.Add(new WalletStatus(wallet, await api.GetWalletAsync(wallet, cancellationToken), Problem: null));
            }
            catch (DeploymentException ex) when (ex.IsAboutOneThing)
            {
                statuses.Add(new WalletStatus(wallet, Response: null, ex.Message));
            }
        }

        if (isJson)
        {
            var documents = statuses.Select(status => status.Response?.Json ?? new JsonObject { ["wallet"] = status.Wallet, ["problem"] = status.Problem });
            terminal.WriteJson(new JsonObject { ["wallets"] = new JsonArray([.. documents]) });
        }
        else
        {
            terminal.Console.Write(WalletsTable.Render(statuses, terminal.Clock.GetUtcNow()));
        }

        return statuses.TrueForAll(status => status.Response is not null) ? ExitCodes.Good : ExitCodes.Bad;
    }
}
