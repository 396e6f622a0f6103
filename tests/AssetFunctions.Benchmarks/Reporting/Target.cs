using System.Globalization;

namespace AssetFunctions.Benchmarks.Reporting;

/// <summary>The bound that a value has to keep, or no bound at all.</summary>
sealed record Target
{
    const string Most = "<= ";
    const string Least = ">= ";

    readonly string _comparison = "";
    readonly double _bound;

    Target()
    {
    }

    Target(string comparison, double bound) => (_comparison, _bound) = (comparison, bound);

    public static Target None { get; } = new();

    public bool Exists => _comparison.Length > 0;

    /// <summary>True where a single unit more is a defect, such as a lost message.</summary>
    public bool IsZero => _comparison == Most && _bound == 0;

    public static Target AtMost(double bound) => new(Most, bound);

    public static Target AtLeast(double bound) => new(Least, bound);

    /// <exception cref="FormatException">The text is no target.</exception>
    public static Target Parse(string text) => text switch
    {
        "" => None,
        _ when text.StartsWith(Most, StringComparison.Ordinal) => AtMost(Number(text)),
        _ when text.StartsWith(Least, StringComparison.Ordinal) => AtLeast(Number(text)),
        _ => throw new FormatException($"'{text}' is no target."),
    };

    public bool IsMetBy(double value) => _comparison switch
    {
        Most => value <= _bound,
        Least => value >= _bound,
        _ => true,
    };

    public override string ToString() => Exists ? _comparison + Figure.Text(_bound) : "";

    static double Number(string text) => double.Parse(text.AsSpan(Most.Length), CultureInfo.InvariantCulture);
}
