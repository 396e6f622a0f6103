using AssetFunctions.DevHost.Api;
using AssetFunctions.Sync.Wallets;
using Spectre.Console;

namespace AssetFunctions.DevHost.Report;

/// <summary>What a deployment says of one wallet.</summary>
/// <param name="Wallet">Address in canonical form.</param>
/// <param name="Answer">What the deployment knows, or null where it knows nothing.</param>
/// <param name="Problem">Why it knows nothing, or null.</param>
sealed record WalletStatus(string Wallet, Answer<WalletAnswer>? Answer, string? Problem);

/// <summary>What wallets are worth, how old that is, and what is left out.</summary>
static class WalletsTable
{
    public static Table Render(IReadOnlyList<WalletStatus> wallets, DateTimeOffset now)
    {
        var table = Tables.Create().Names("wallet").Names("last run").Numbers("positions").Numbers("net $").Names("prices").Words("left out, and why");
        foreach (var (wallet, answer, problem) in wallets)
        {
            if (answer?.Value is not { } known)
            {
                table.AddRow(Tables.Cell(WalletAddress.Shorten(wallet)), Tables.State("unknown"), Tables.Cell(null), Tables.Cell(null), Tables.Cell(null), Tables.Cell(problem));
                continue;
            }

            var run = known.LastRun;
            var valued = known.Coverage.Positions - known.Coverage.Unvalued;
            table.AddRow(
                Tables.Cell(WalletAddress.Shorten(wallet)),
                new Rows(Tables.State(run?.Status ?? "none"), Tables.Muted(Figures.Ago(run?.FinishedAt ?? run?.StartedAt, now))),
                new Rows(Tables.Cell(Figures.Count(known.Coverage.Positions)), Tables.Muted($"{Figures.Count(valued)} valued")),
                new Rows(Tables.Cell(Figures.Money(known.Totals.NetUsd)), Tables.Muted(Debt(known.Totals))),
                Tables.Two($"oldest {Figures.Age(known.OldestPriceAsOf, now)}", $"holdings {Figures.Age(known.AsOf, now)}"),
                Tables.Cell(LeftOut(known)));
        }

        return table;
    }

    static string Debt(TotalsAnswer totals) => totals.DebtUsd == 0 ? "no debt" : $"{Figures.Money(totals.DebtUsd)} debt";

    static string LeftOut(WalletAnswer wallet)
    {
        var gaps = string.Join(", ", wallet.Coverage.LeftOut.Select(gap => $"{Figures.Count(gap.Count)} {Figures.Words(gap.Reason)}"));
        var said = new[] { gaps, wallet.LastRun?.Reason }.Where(text => !string.IsNullOrEmpty(text)).ToList();
        return said.Count == 0 ? "nothing" : string.Join("; ", said);
    }
}
