using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Report;
using AssetFunctions.Sync.Messaging;
using Spectre.Console;

namespace AssetFunctions.Cli.Commands;

/// <summary><c>replay-poison</c>: moves poison messages back to their original queues after the cause has been fixed.</summary>
static class ReplayPoisonVerb
{
    public static Command Create(Terminal terminal)
    {
        var queues = new Argument<string[]>("QUEUE")
        {
            Description = $"Queues to move messages back to. Default: all of {string.Join(", ", QueueNames.All)}.",
            Arity = ArgumentArity.ZeroOrMore,
            CustomParser = result =>
            {
                var names = result.Tokens.Select(token => StageOf(token.Value)).Distinct(StringComparer.Ordinal).ToArray();
                foreach (var name in names.Except(QueueNames.All, StringComparer.Ordinal))
                {
                    result.AddError($"There is no queue '{name}'; there are {string.Join(", ", QueueNames.All)}.");
                }

                return names;
            },
        };
        var max = NumberOptions.Whole("--max", "Maximum number of messages to replay per queue. Default: all.", fallback: null, 1, int.MaxValue, "a number from 1");
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count the messages." };
        var command = new Verb("replay-poison", "Moves poison messages back to their original queues after the cause has been fixed.", "sync-prices --dry-run") { queues, max, dryRun };
        var options = new DeploymentOptions().WithApi(command).WithJson(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var deployment = options.Find(parsed, terminal);
            using var api = new ApiConnection(deployment, terminal.Clock);
            var isDryRun = parsed.GetValue(dryRun);
            var most = parsed.GetResult(max) is null ? int.MaxValue : parsed.GetValue(max);
            var found = (await api.GetQueuesAsync(cancellationToken)).Value.Queues.ToDictionary(queue => queue.Queue, queue => queue.Poisoned, StringComparer.Ordinal);
            var counts = new List<ReplayCount>();
            foreach (var queue in parsed.GetValue(queues) is { Length: > 0 } named ? named : QueueNames.All)
            {
                var waiting = found.GetValueOrDefault(queue);
                var moved = isDryRun ? 0 : await ReplayAsync(api, queue, Math.Min(waiting, most), cancellationToken);
                counts.Add(new ReplayCount(queue, waiting, moved));
            }

            if (options.WantsJson(parsed))
            {
                terminal.WriteJson(new JsonObject
                {
                    ["api"] = deployment.Api.ToString(),
                    ["dryRun"] = isDryRun,
                    ["queues"] = JsonSerializer.SerializeToNode(counts, JsonSerializerOptions.Web),
                });
            }
            else
            {
                terminal.Console.WriteLine(deployment.Api.ToString());
                terminal.Console.Write(ReplayTable.Render(counts));
            }

            return ExitCodes.Good;
        });
        return command;
    }

    static async Task<int> ReplayAsync(ApiConnection api, string queue, int wanted, CancellationToken cancellationToken)
    {
        var moved = 0;
        while (moved < wanted
            && (await api.ReplayPoisonAsync(queue, Math.Min(wanted - moved, ApiDefaults.ReplaySize), cancellationToken)).Value is { Replayed: > 0 and var replayed })
        {
            moved += replayed;
        }

        return moved;
    }

    static string StageOf(string name) =>
        name.EndsWith(QueueNames.PoisonSuffix, StringComparison.Ordinal) ? name[..^QueueNames.PoisonSuffix.Length] : name;
}
