namespace AssetFunctions.LocalWorker.Tests.Api;

/// <summary>The checked-in table of the worker's API: each type, followed by its members.</summary>
static class WorkerApiTable
{
    public static IReadOnlyList<string> Read()
    {
        using var table = typeof(WorkerApiTable).Assembly.GetManifestResourceStream("worker-api.txt")!;
        using var reader = new StreamReader(table);
        return [.. reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))];
    }

    /// <summary>The full names of the types, each with the lines of its members.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Types()
    {
        var types = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        HashSet<string> members = [];
        foreach (var line in Read())
        {
            if (line.StartsWith(' '))
            {
                members.Add(line);
            }
            else
            {
                types[line[..line.IndexOf(" : ", StringComparison.Ordinal)]] = members = new(StringComparer.Ordinal);
            }
        }

        return types;
    }
}
