using System.Text.Json;
using System.Text.Json.Serialization;

namespace AssetFunctions.Chaos.Planning;

/// <summary>Writes the plan of a seed to disk, as a reference for its findings.</summary>
static class PlanFile
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    public static void Write(string directory, ChaosArguments arguments, ChaosPlan plan)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "plan.json"), JsonSerializer.Serialize(new { arguments, plan }, Json));
    }
}
