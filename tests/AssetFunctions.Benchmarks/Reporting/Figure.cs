using System.Globalization;

namespace AssetFunctions.Benchmarks.Reporting;

/// <summary>How numbers look in tables and files.</summary>
static class Figure
{
    /// <summary>Keeps the digits that a measurement can vouch for: three decimals below ten, none from a hundred on.</summary>
    public static double Round(double value) => Math.Round(value, Math.Abs(value) switch { < 10 => 3, < 100 => 2, _ => 0 });

    public static string Text(double value) => Round(value).ToString("#,0.###", CultureInfo.InvariantCulture);
}
