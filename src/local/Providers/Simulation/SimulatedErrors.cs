using System.Text.Json;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>Error documents of the API.</summary>
static class SimulatedErrors
{
    public static string Document(string title, string detail) => JsonSerializer.Serialize(new { errors = new[] { new { title, detail } } });
}
