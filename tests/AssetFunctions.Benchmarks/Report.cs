using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace AssetFunctions.Benchmarks;

/// <summary>The rows of one case, as a table for people and as JSON for programs.</summary>
sealed class Report(string name)
{
    const int WidestLine = 160;

    readonly List<Row> _rows = [];

    /// <summary>Whether every row with a target meets it.</summary>
    public bool Holds => _rows.TrueForAll(row => row.Holds);

    /// <summary>Adds a measurement that has to reach at least a value.</summary>
    public void AtLeast(string metric, double value, string unit, double target) =>
        Add(new Row(name, metric, Round(value), unit, ">= " + Text(target), value >= target));

    /// <summary>Adds a measurement that has to stay at or below a value.</summary>
    public void AtMost(string metric, double value, string unit, double target) =>
        Add(new Row(name, metric, Round(value), unit, "<= " + Text(target), value <= target));

    /// <summary>Adds a measurement that nothing depends on.</summary>
    public void Note(string metric, double value, string unit) => Add(new Row(name, metric, Round(value), unit, "", true));

    public void Print(IAnsiConsole console)
    {
        if (Console.IsOutputRedirected)
        {
            // A pipe or a file has no width and no colours.
            (console.Profile.Width, console.Profile.Capabilities.Ansi) = (WidestLine, false);
        }

        var table = new Table().Title(name).AddColumns(
            new TableColumn("metric").NoWrap(),
            new TableColumn("value").RightAligned().NoWrap(),
            new TableColumn("unit").NoWrap(),
            new TableColumn("target").NoWrap(),
            new TableColumn("holds").NoWrap());
        foreach (var row in _rows)
        {
            table.AddRow(
                Markup.Escape(row.Metric),
                Text(row.Value),
                Markup.Escape(row.Unit),
                row.Target,
                row.Target.Length == 0 ? "" : row.Holds ? "[green]yes[/]" : "[red]NO[/]");
        }

        console.Write(table);
    }

    public void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, name + ".json"), JsonSerializer.Serialize(_rows, ReportJson.Default.ListRow) + "\n");
    }

    void Add(Row row)
    {
        _rows.Add(row);
        Console.Error.WriteLine($"{row.Metric}: {Text(row.Value)} {row.Unit}");
    }

    static double Round(double value) => Math.Round(value, value < 100 ? 2 : 0);

    static string Text(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}

/// <summary>One measurement.</summary>
sealed record Row(string Case, string Metric, double Value, string Unit, string Target, bool Holds);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<Row>))]
sealed partial class ReportJson : JsonSerializerContext;
