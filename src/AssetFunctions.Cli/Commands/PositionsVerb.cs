using System.CommandLine;
using System.Text.Json.Nodes;
using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Report;
using Spectre.Console;

namespace AssetFunctions.Cli.Commands;

/// <summary><c>positions</c>: a wallet's positions, most valuable first.</summary>
sealed class PositionsVerb(ApiConnection api, Terminal terminal, bool isJson)
{
    const int DefaultTop = 25;

    public static Command Create(Terminal terminal)
    {
        var wallet = WalletArguments.One("Wallet whose positions are shown.");
        var network = new Option<string?>("--network") { Description = "Only positions on this network." };
        var type = new Option<string?>("--type") { Description = "Only positions of this type, such as wallet, deposit or loan." };
        var minValue = NumberOptions.Usd("--min-value", "Only positions worth at least this much, in US dollars.");
        var top = NumberOptions.Whole("--top", "Number of positions to show.", DefaultTop, 1, int.MaxValue, "a number from 1");
        var all = new Option<bool>("--all") { Description = "Show all positions." };
        var command = new Verb("positions", "Shows the positions of a wallet with prices and values, most valuable first.", "0xd8da6bf26964af9d7eed9e03e53415d37aa96045 --top 10") { wallet, network, type, minValue, top, all };
        var options = new DeploymentOptions().WithApi(command).WithJson(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = new ApiConnection(options.Find(parsed, terminal), terminal.Clock);
            var filter = new PositionFilter(parsed.GetValue(network), parsed.GetValue(type), parsed.GetValue(minValue));
            var shown = parsed.GetValue(all) ? int.MaxValue : parsed.GetValue(top);
            return await new PositionsVerb(api, terminal, options.WantsJson(parsed)).RunAsync(
                parsed.GetRequiredValue(wallet), filter, shown, cancellationToken);
        });
        return command;
    }

    async Task<int> RunAsync(string wallet, PositionFilter filter, int top, CancellationToken cancellationToken)
    {
        var positions = new List<(PositionResponse Position, JsonObject Json)>();
        Response<PositionsResponse> page;
        string? continuation = null;
        do
        {
            page = await api.GetPositionsAsync(wallet, filter, continuation, cancellationToken);
            positions.AddRange(page.Value.Positions.Zip(page.Json["positions"]!.AsArray().Select(position => position!.AsObject())));
            continuation = page.Value.Continuation;
        }
        while (continuation is not null);

        // Positions without a value come last; equal values keep the API's order, which is by id.
        var shown = positions.OrderByDescending(entry => entry.Position.ValueUsd ?? decimal.MinValue).Take(top).ToList();
        var sums = Sums.Of(positions.Select(entry => entry.Position));
        if (isJson)
        {
            terminal.WriteJson(Document(page.Value, positions.Count, shown, sums));
            return ExitCodes.Good;
        }

        var now = terminal.Clock.GetUtcNow();
        if (shown.Count > 0)
        {
            terminal.Console.Write(PositionsTable.Render([.. shown.Select(entry => entry.Position)], Tables.IsWide(terminal.Console), now));
        }

        terminal.Console.WriteLine(Closing(positions.Count, shown.Count, sums, page.Value.AsOf, now));
        return ExitCodes.Good;
    }

    static string Closing(int matching, int shown, Sums sums, DateTimeOffset? asOf, DateTimeOffset now)
    {
        var count = shown < matching
            ? $"{Figures.Count(shown)} of {Figures.Count(matching)} positions shown; --all shows the rest"
            : $"{Figures.Count(matching)} {(matching == 1 ? "position" : "positions")}";
        var net = $"net {Figures.Money(sums.HoldingsUsd - sums.DebtUsd)} USD (positions {Figures.Money(sums.HoldingsUsd)}, debt {Figures.Money(sums.DebtUsd)})";
        var unvalued = sums.Unvalued == 0 ? string.Empty : $"; {Figures.Count(sums.Unvalued)} without a value";
        return $"{count}; {net}{unvalued}; fetched {Figures.Ago(asOf, now)}";
    }

    static JsonObject Document(PositionsResponse last, int matching, IReadOnlyList<(PositionResponse Position, JsonObject Json)> shown, Sums sums)
    {
        return new JsonObject
        {
            ["wallet"] = last.Wallet,
            ["asOf"] = last.AsOf is { } asOf ? Figures.Iso(asOf) : null,
            ["matching"] = matching,
            ["totals"] = new JsonObject
            {
                ["holdingsUsd"] = Figures.Exact(sums.HoldingsUsd),
                ["debtUsd"] = Figures.Exact(sums.DebtUsd),
                ["netUsd"] = Figures.Exact(sums.HoldingsUsd - sums.DebtUsd),
            },
            ["positions"] = new JsonArray([.. shown.Select(entry => entry.Json.DeepClone())]),
        };
    }

    /// <summary>Totals of the matching positions, in US dollars.</summary>
    sealed record Sums(decimal HoldingsUsd, decimal DebtUsd, int Unvalued)
    {
        public static Sums Of(IEnumerable<PositionResponse> positions)
        {
            var sums = positions.ToLookup(position => position.IsDebt, position => position.ValueUsd);
            return new Sums(sums[false].Sum() ?? 0, sums[true].Sum() ?? 0, sums.Sum(values => values.Count(value => value is null)));
        }
    }
}
