using AssetFunctions.Cli.Api;
using AssetFunctions.Sync;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AssetFunctions.Cli.Report;

/// <summary>Status of one wallet at a deployment.</summary>
/// <param name="Wallet">Address in canonical form.</param>
/// <param name="Response">The wallet, or null when it is unknown.</param>
/// <param name="Problem">The reason why it is unknown, or null.</param>
sealed record WalletStatus(string Wallet, Response<WalletResponse>? Response, string? Problem);

/// <summary>Table of wallets: value, age and gaps.</summary>
static class WalletsTable
{
    /// <summary>Renders a table, then one line per wallet with its gaps, which is too long for a column.</summary>
    public static IRenderable Render(IReadOnlyList<WalletStatus> wallets, DateTimeOffset now)
    {
        var table = Tables.Create().Names("wallet").Names("last run").Numbers("positions").Numbers("net $").Names("prices");
        foreach (var (wallet, response, _) in wallets)
        {
            if (response?.Value is not { } known)
            {
                table.AddRow(Tables.Cell(WalletAddress.Shorten(wallet)), Tables.State("unknown"), Tables.Cell(null), Tables.Cell(null), Tables.Cell(null));
                continue;
            }

            var run = known.LastRun;
            var valued = known.Coverage.Positions - known.Coverage.Unvalued;
            table.AddRow(
                Tables.Cell(WalletAddress.Shorten(wallet)),
                new Rows(Tables.State(run?.Status ?? "none"), Tables.Muted(Figures.Ago(run?.FinishedAt ?? run?.StartedAt, now))),
                Tables.Two(Figures.Count(known.Coverage.Positions), $"{Figures.Count(valued)} valued"),
                Tables.Two(Figures.Money(known.Totals.NetUsd), Debt(known.Totals)),
                Tables.Two($"oldest {Figures.Age(known.OldestPriceAsOf, now)}", $"positions {Figures.Age(known.AsOf, now)}"));
        }

        return new Rows([table, .. wallets.Select(status => Tables.Cell(
            $"{WalletAddress.Shorten(status.Wallet)}: {(status.Response is { } response ? LeftOut(response.Value) : status.Problem)}"))]);
    }

    static string Debt(TotalsResponse totals) => totals.DebtUsd == 0 ? "no debt" : $"{Figures.Money(totals.DebtUsd)} debt";

    static string LeftOut(WalletResponse wallet)
    {
        var gaps = string.Join(", ", wallet.Coverage.LeftOut.Select(gap => $"{Figures.Count(gap.Count)} {Figures.Words(gap.Reason)}"));
        string[] parts = [.. gaps.Length > 0 ? [$"left out {gaps}"] : Array.Empty<string>(), .. wallet.LastRun?.Reason is { } reason ? [reason] : Array.Empty<string>()];
        return parts.Length == 0 ? "nothing left out" : string.Join("; ", parts);
    }
}
