using Spectre.Console;

namespace AssetFunctions.Cli.Report;

/// <summary>What a replay did with one queue.</summary>
/// <param name="Queue">The queue the messages belong on.</param>
/// <param name="Found">Messages in the poison queue at the start, about.</param>
/// <param name="Moved">Messages put back on the queue.</param>
sealed record ReplayCount(string Queue, int Found, int Moved);

/// <summary>What a replay of poison messages did, queue by queue.</summary>
static class ReplayTable
{
    public static Table Render(IReadOnlyList<ReplayCount> counts)
    {
        var table = Tables.Create().Names("queue").Numbers("poison").Numbers("put back");
        foreach (var (queue, found, moved) in counts)
        {
            table.AddRow(Tables.Cell(queue), Tables.Cell(Figures.Count(found)), Tables.Cell(Figures.Count(moved)));
        }

        return table;
    }
}
