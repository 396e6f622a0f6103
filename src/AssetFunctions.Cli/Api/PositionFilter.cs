using System.Globalization;

namespace AssetFunctions.Cli.Api;

/// <summary>Filter of a wallet's positions; null means any.</summary>
/// <param name="Network">Name of the network.</param>
/// <param name="Type">Kind of position, such as <c>deposit</c>.</param>
/// <param name="MinValueUsd">Least value in US dollars.</param>
sealed record PositionFilter(string? Network, string? Type, decimal? MinValueUsd)
{
    /// <summary>Returns the query string of the page after a continuation, or of the first page.</summary>
    public string Query(string? continuation)
    {
        var parameters = new List<string> { $"pageSize={ApiDefaults.PageSize}" };
        Add("network", Network);
        Add("type", Type);
        Add("minValueUsd", MinValueUsd?.ToString(CultureInfo.InvariantCulture));
        Add("continuation", continuation);
        return $"?{string.Join('&', parameters)}";

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                parameters.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }
}
