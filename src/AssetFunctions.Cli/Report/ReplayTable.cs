using Spectre.Console;

namespace AssetFunctions.Cli.Report;

/// <summary>Result of a replay for one queue.</summary>
/// <param name="Queue">The original queue of the messages.</param>
/// <param name="Found">Approximate number of messages in the poison queue at the start.</param>
/// <param name="Moved">Messages moved back to the queue.</param>
sealed record ReplayCount(string Queue, int Found, int Moved);

/// <summary>Table of a replay's results by queue.</summary>
static class ReplayTable
{
    public static Table Render(IReadOnlyList<ReplayCount> counts)
    {
        var table = Tables.Create().Names("queue").Numbers("poison").Numbers("moved");
        foreach (var (queue, found, moved) in counts)
        {
            table.AddRow(Tables.Cell(queue), Tables.Cell(Figures.Count(found)), Tables.Cell(Figures.Count(moved)));
        }

        return table;
    }
}
