using AssetFunctions.Cli.Api;
using AssetFunctions.Cli.Report;
using AssetFunctions.Cli.Tests.Support;

namespace AssetFunctions.Cli.Tests.Report;

public sealed class PositionsTableTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    static readonly PositionResponse Deposit = new()
    {
        Network = "binance-smart-chain",
        ContractAddress = "0x00000000000000000000000000000000000a11ce",
        Symbol = "USDC",
        Type = "deposit",
        Protocol = "A Lending Protocol V3",
        Amount = "123456789.123456",
        Price = new PriceResponse(0.999812m, Now.AddMinutes(-7), "zerion", Suspect: null),
        ValueUsd = 123_433_578.81m,
    };

    [Theory]
    [InlineData(80, false)]
    [InlineData(120, false)]
    [InlineData(150, true)]
    public void A_position_fits_the_console_and_shows_everything(int width, bool isWide)
    {
        var lines = Render(width, isWide, Deposit, Deposit with { Type = "loan", IsDebt = true, ValueUsd = 12.5m });

        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        var text = string.Join('\n', lines);
        Assert.All(
            ["USDC", "binance-smart-chain", "deposit", "123,456,789…", "0.9998…", "7m", "zerion", "123,433,578.81", "-12.50"],
            expected => Assert.Contains(expected, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_are_never_interpreted_as_markup()
    {
        var text = string.Join('\n', Render(150, isWide: true, Deposit with { Symbol = "[red]USDC[/]\u001b[2J\u202e", Protocol = "[/]" }));

        Assert.Contains("[red]USDC[/][2J", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_price_or_symbol_is_shown_as_missing()
    {
        var text = string.Join('\n', Render(150, isWide: true, Deposit with { Symbol = null, Price = null, ValueUsd = null, Unvalued = "priceUnknown" }));

        Assert.Contains("0x0000…11ce", text, StringComparison.Ordinal);
        Assert.Contains("price unknown", text, StringComparison.Ordinal);
    }

    static string[] Render(int width, bool isWide, params PositionResponse[] positions)
    {
        using var output = new StringWriter { NewLine = "\n" };
        Shell.Plain(output, width).Write(PositionsTable.Render(positions, isWide, Now));
        return output.ToString().Split('\n');
    }
}
