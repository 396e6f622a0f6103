using AssetFunctions.Cli.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AssetFunctions.Cli.Report;

/// <summary>One asset of the registry and its latest prices.</summary>
static class AssetView
{
    /// <summary>Most prices shown, newest first; the JSON has all of them.</summary>
    const int MaxPrices = 20;

    public static Table Render(AssetResponse asset, DateTimeOffset now)
    {
        var table = Tables.Create().HideHeaders().Names("member").Words("value");
        Add("asset", $"{asset.Symbol}  {asset.Name}");
        Add("network", asset.Network);
        Add("address", asset.ContractAddress);
        Add("decimals", Figures.Count(asset.Decimals));
        Add("verified", asset.Verified ? "yes" : "no");
        Add("price", asset.Price is { } price ? Describe(price.Usd, price.AsOf, price.Provider, now) : "unknown");
        if (asset.Price?.Suspect is { } suspect)
        {
            Add("suspect", $"{Describe(suspect.Usd, suspect.AsOf, suspect.Provider, now)}; used only after a second price confirms it");
        }

        Add("created", Figures.Instant(asset.CreatedAt));
        Add("updated", Figures.Instant(asset.UpdatedAt));
        return table;

        void Add(string member, string value) => table.AddRow(Tables.Muted(member), Tables.Cell(value));
    }

    public static IRenderable Render(IReadOnlyList<PricePointResponse> prices)
    {
        if (prices.Count == 0)
        {
            return Tables.Muted("no price in the last 30 days");
        }

        var table = Tables.Create().Names("time (UTC)").Numbers("price $").Names("provider");
        foreach (var point in prices.OrderByDescending(point => point.AsOf).Take(MaxPrices))
        {
            table.AddRow(Tables.Cell(Figures.Instant(point.AsOf)), Tables.Cell(Figures.Price(point.Usd)), Tables.Cell(point.Provider));
        }

        return prices.Count <= MaxPrices ? table : new Rows(table, Tables.Muted($"and {Figures.Count(prices.Count - MaxPrices)} earlier ones in --json"));
    }

    static string Describe(decimal usd, DateTimeOffset asOf, string provider, DateTimeOffset now) =>
        $"${Figures.Price(usd)}, {Figures.Age(asOf, now)} old, from {provider}";
}
