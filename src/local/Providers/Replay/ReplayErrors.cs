using System.Text.Json;

namespace AssetFunctions.Local.Providers.Replay;

/// <summary>Error documents of the API.</summary>
static class ReplayErrors
{
    public static string Document(string title, string detail) => JsonSerializer.Serialize(new { errors = new[] { new { title, detail } } });
}
