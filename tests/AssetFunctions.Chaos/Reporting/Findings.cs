namespace AssetFunctions.Chaos.Reporting;

/// <summary>Kinds of findings.</summary>
enum Wrong
{
    /// <summary>A document is missing.</summary>
    Lost,

    /// <summary>A document exists twice.</summary>
    Duplicated,

    /// <summary>A document differs, or should not exist.</summary>
    Differing,

    /// <summary>A report is not true.</summary>
    Untruthful,
}

/// <summary>Collects findings, each once. Thread-safe.</summary>
sealed class Findings
{
    readonly Lock _gate = new();
    readonly HashSet<(Wrong Kind, string What)> _known = [];
    readonly List<(Wrong Kind, string What)> _all = [];

    public IReadOnlyList<(Wrong Kind, string What)> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    public void Add(Wrong kind, string what)
    {
        lock (_gate)
        {
            if (_known.Add((kind, what)))
            {
                _all.Add((kind, what));
            }
        }
    }

    public int Count(Wrong kind) => All.Count(finding => finding.Kind == kind);
}
