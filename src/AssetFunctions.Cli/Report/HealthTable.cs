using AssetFunctions.Cli.Api;
using Spectre.Console;

namespace AssetFunctions.Cli.Report;

/// <summary>Tables of a deployment's health and queues.</summary>
static class HealthTable
{
    public static Table Render(HealthResponse health)
    {
        var table = Tables.Create().Names("part").Names("state");
        table.AddRow(Tables.Cell("app"), Tables.State(health.Status));
        foreach (var dependency in health.Dependencies)
        {
            table.AddRow(Tables.Cell(dependency.Name), Tables.State(dependency.Status));
        }

        return table;
    }

    public static Table Render(IReadOnlyList<QueueResponse> queues)
    {
        var table = Tables.Create().Names("queue").Numbers("messages").Numbers("poison");
        foreach (var (queue, waiting, poisoned) in queues)
        {
            var count = Figures.Count(poisoned);
            table.AddRow(Tables.Cell(queue), Tables.Cell(Figures.Count(waiting)), poisoned > 0 ? new Text(count, new Style(Color.Red)) : Tables.Cell(count));
        }

        return table;
    }
}
