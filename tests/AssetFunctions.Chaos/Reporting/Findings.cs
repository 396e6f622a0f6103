namespace AssetFunctions.Chaos.Reporting;

/// <summary>What is wrong.</summary>
enum Wrong
{
    /// <summary>Something that should be there is not.</summary>
    Lost,

    /// <summary>Something is there twice.</summary>
    Duplicated,

    /// <summary>Something is there that should not be, or is not what it should be.</summary>
    Differing,

    /// <summary>Something is said that is not so.</summary>
    Untruthful,
}

/// <summary>Collects what is wrong, each thing once. Thread safe.</summary>
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
