using AssetFunctions.Cli.Api;
using AssetFunctions.Sync;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AssetFunctions.Cli.Report;

/// <summary>Table of a wallet's positions: one line each on a wide console, two on a narrow one.</summary>
static class PositionsTable
{
    public static Table Render(IReadOnlyList<PositionResponse> positions, bool isWide, DateTimeOffset now)
    {
        var table = Tables.Create();
        if (!isWide)
        {
            table.Names("symbol").Words("type").Numbers("amount").Numbers("price $").Numbers("value $");
            foreach (var position in positions)
            {
                table.AddRow(
                    Tables.Two(Symbol(position), position.Network),
                    Tables.Two(position.Type, position.Protocol),
                    Tables.Cell(Amount(position)),
                    Tables.Two(Price(position), $"{Provider(position)} {Age(position, now)}".Trim()),
                    Value(position));
            }

            return table;
        }

        table.Words("symbol").Names("network").Names("type").Words("protocol").Numbers("amount").Numbers("price $").Numbers("age").Names("provider").Numbers("value $");
        foreach (var position in positions)
        {
            table.AddRow(
                Tables.Cell(Symbol(position)),
                Tables.Cell(position.Network),
                Tables.Cell(position.Type),
                Tables.Cell(position.Protocol),
                Tables.Cell(Amount(position)),
                Tables.Cell(Price(position)),
                Tables.Cell(Age(position, now)),
                Tables.Cell(Provider(position)),
                Value(position));
        }

        return table;
    }

    // An asset without a symbol is shown by its address.
    static string Symbol(PositionResponse position) =>
        string.IsNullOrWhiteSpace(position.Symbol) ? WalletAddress.Shorten(position.ContractAddress) : position.Symbol;

    static string Amount(PositionResponse position) => Figures.Amount(position.Amount);

    static string Price(PositionResponse position) => position.Price is { } price ? Figures.Price(price.Usd) : string.Empty;

    static string Age(PositionResponse position, DateTimeOffset now) => position.Price is { } price ? Figures.Age(price.AsOf, now) : string.Empty;

    static string Provider(PositionResponse position) => position.Price?.Provider ?? string.Empty;

    static IRenderable Value(PositionResponse position) => position.ValueUsd is { } value
        ? Tables.Cell(Figures.Money(position.IsDebt ? -value : value))
        : Tables.Muted(Figures.Words(position.Unvalued ?? "unknown"));
}
