using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Report;

namespace AssetFunctions.Cli.Commands;

/// <summary><c>prices</c>: copies prices to the documents of their assets, page by page.</summary>
sealed class PricesVerb(ApiConnection api, Terminal terminal, TimeSpan pause)
{
    const int DefaultPauseSeconds = 1;
    const int MaxPauseSeconds = 60;

    readonly List<PricePageResponse> _pages = [];

    public static Command Create(Terminal terminal)
    {
        var toDocuments = new Option<bool>("--to-documents") { Description = "Copy in this direction; there is no other." };
        var after = new Option<string?>("--after") { Description = "Go on where an earlier command has stopped: it printed TOKEN.", HelpName = "TOKEN" };
        var pause = NumberOptions.Whole(
            "--pause", "Seconds between two pages of about a hundred prices.", DefaultPauseSeconds, 0, MaxPauseSeconds, $"a number of seconds from 0 to {MaxPauseSeconds}");
        var command = new Verb(
            "prices",
            "Copies current prices from pages to the documents of their assets, before going back to a release that reads no pages. Set Cosmos:WriteLayout to "
                + "Documents first. A document with a later price keeps it, so the command may be repeated. Exit code 1: not all prices were copied.",
            "--to-documents --pause 2")
        { toDocuments, after, pause };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(toDocuments))
            {
                result.AddError("--to-documents is missing: prices are copied in that direction only.");
            }
        });
        var options = new DeploymentOptions().WithApi(command).WithJson(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var deployment = options.Find(parsed, terminal);
            using var api = new ApiConnection(deployment, terminal.Clock);
            var verb = new PricesVerb(api, terminal, TimeSpan.FromSeconds(parsed.GetValue(pause)));
            var (stoppedAt, failure) = await verb.CopyAsync(parsed.GetValue(after), cancellationToken);
            var copies = PriceCopy.Of(verb._pages);
            if (options.WantsJson(parsed))
            {
                terminal.WriteJson(new JsonObject
                {
                    ["api"] = deployment.Api.ToString(),
                    ["networks"] = JsonSerializer.SerializeToNode(copies, JsonSerializerOptions.Web),
                    ["continuation"] = stoppedAt,
                });
            }
            else
            {
                terminal.Console.Write(PriceCopyTable.Render(copies));
            }

            if (failure is not null)
            {
                await terminal.Error.WriteLineAsync($"Not all prices were copied; go on with --after {stoppedAt}. {failure}");
            }

            return failure is null && copies.All(copy => copy.Failed == 0) ? ExitCodes.Good : ExitCodes.Bad;
        });
        return command;
    }

    /// <returns>Where the copy stopped and why, or nothing when it is complete.</returns>
    async Task<(string? StoppedAt, string? Failure)> CopyAsync(string? after, CancellationToken cancellationToken)
    {
        try
        {
            while (await CopyNextAsync(after, cancellationToken) is { Page: { } page, Continuation: { } next })
            {
                _pages.Add(page);
                after = next;
                await Task.Delay(pause, terminal.Clock, cancellationToken);
            }

            return (null, null);
        }
        catch (DeploymentException ex) when (_pages.Count > 0)
        {
            return (after, ex.Message);
        }
    }

    async Task<PriceCopyResponse> CopyNextAsync(string? after, CancellationToken cancellationToken)
    {
        var started = terminal.Clock.GetTimestamp();
        while (true)
        {
            try
            {
                return (await api.CopyPricesAsync(after, cancellationToken)).Value;
            }
            catch (DeploymentException ex) when (ex.IsTransient && terminal.Clock.GetElapsedTime(started) < ApiDefaults.RequestPatience)
            {
                await Task.Delay(ApiDefaults.Pause, terminal.Clock, cancellationToken);
            }
        }
    }
}
