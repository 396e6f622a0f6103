using System.Text.Json;
using System.Text.Json.Serialization;

namespace AssetFunctions.Benchmarks.Reporting;

/// <summary>One measurement.</summary>
sealed record Row(string Case, string Metric, double Value, string Unit, string Target, bool Holds)
{
    public static Row Of(string name, string metric, double value, string unit, Target target) =>
        new(name, metric, Figure.Round(value), unit, target.ToString(), target.IsMetBy(value));
}

/// <summary>Rows as JSON, one file per case.</summary>
static class RowFile
{
    public static string PathOf(string directory, string name) => Path.Combine(directory, name + ".json");

    public static void Write(string directory, string name, IReadOnlyList<Row> rows)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(PathOf(directory, name), JsonSerializer.Serialize(rows, RowJson.Default.IReadOnlyListRow) + "\n");
    }

    public static IReadOnlyList<Row> Read(string directory, string name) =>
        JsonSerializer.Deserialize(File.ReadAllText(PathOf(directory, name)), RowJson.Default.IReadOnlyListRow)!;
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Row>))]
sealed partial class RowJson : JsonSerializerContext;
