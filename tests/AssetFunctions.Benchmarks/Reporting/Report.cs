namespace AssetFunctions.Benchmarks.Reporting;

/// <summary>Collects the rows of one case.</summary>
sealed class Report(string name)
{
    readonly List<Row> _rows = [];

    public IReadOnlyList<Row> Rows => _rows;

    /// <summary>Whether every row with a target meets it.</summary>
    public bool Holds => _rows.TrueForAll(row => row.Holds);

    /// <summary>Adds a measurement that has to reach at least a value.</summary>
    public void AtLeast(string metric, double value, string unit, double target) => Add(metric, value, unit, Target.AtLeast(target));

    /// <summary>Adds a measurement that has to stay at or below a value.</summary>
    public void AtMost(string metric, double value, string unit, double target) => Add(metric, value, unit, Target.AtMost(target));

    /// <summary>Adds a measurement that nothing depends on.</summary>
    public void Note(string metric, double value, string unit) => Add(metric, value, unit, Target.None);

    void Add(string metric, double value, string unit, Target target)
    {
        if (_rows.Exists(row => row.Metric == metric))
        {
            throw new ArgumentException($"There is a row '{metric}' already; rows of two runs are matched by their names.", nameof(metric));
        }

        _rows.Add(Row.Of(name, metric, value, unit, target));
        Console.Error.WriteLine($"{metric}: {Figure.Text(value)} {unit}");
    }
}
