using AssetFunctions.Cli.Api;
using Spectre.Console;

namespace AssetFunctions.Cli.Report;

/// <summary>The override of one asset.</summary>
static class OverrideView
{
    public static Table Render(OverrideResponse value)
    {
        var table = Tables.Create().HideHeaders().Names("member").Words("value");
        Add("network", value.Network);
        Add("address", value.ContractAddress);
        Add("state", value.State ?? "not overridden");
        Add("price", value.PriceUsd is { } price ? $"${Figures.Price(price)}" : "not overridden");
        Add("note", value.Note);
        Add("by", value.By);
        Add("stored", Figures.Instant(value.At));
        return table;

        void Add(string member, string text) => table.AddRow(Tables.Muted(member), Tables.Cell(text));
    }
}
