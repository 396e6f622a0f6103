using System.Text.Json;

namespace AssetFunctions.Local.Stack.Runs;

/// <summary>One structured log event of a function app, as its JSON console writes it.</summary>
/// <param name="Id">Event id.</param>
/// <param name="Level">Log level.</param>
/// <param name="Category">Name of the class that logged it.</param>
/// <param name="Message">Text of the event.</param>
/// <param name="State">Fields of the event.</param>
sealed record AppEvent(int Id, string Level, string Category, string Message, JsonElement State)
{
    /// <summary>First line of the exception, empty where there is none.</summary>
    public string Fault { get; private init; } = string.Empty;

    public bool IsOfTheSync => Category.StartsWith("AssetFunctions.Sync.", StringComparison.Ordinal);

    public bool IsError => Level is "Error" or "Critical";

    /// <summary>Reads a line; null when it is no event, such as plain text of a failing start.</summary>
    public static AppEvent? Parse(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return new AppEvent(
                root.GetProperty("EventId").GetInt32(),
                root.GetProperty("LogLevel").GetString() ?? string.Empty,
                root.GetProperty(nameof(Category)).GetString() ?? string.Empty,
                root.GetProperty(nameof(Message)).GetString() ?? string.Empty,
                root.TryGetProperty(nameof(State), out var state) ? state.Clone() : default)
            {
                Fault = root.TryGetProperty("Exception", out var fault) ? FirstLine(fault.GetString()) : string.Empty,
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Counts whose names begin with a prefix, which is left out.</summary>
    public IEnumerable<(string Name, int Count)> Counts(string prefix) => State.EnumerateObject()
        .Where(field => field.Name.StartsWith(prefix, StringComparison.Ordinal))
        .Select(field => (field.Name[prefix.Length..], Int(field.Name)));

    static string FirstLine(string? text) => text?.Split('\n', 2)[0].Trim() ?? string.Empty;

    public string Text(string field) =>
        State.ValueKind == JsonValueKind.Object && State.TryGetProperty(field, out var value) ? value.ToString() : string.Empty;

    public int Int(string field) => (int)Number(field);

    public double Number(string field) =>
        double.TryParse(Text(field), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : 0;
}
