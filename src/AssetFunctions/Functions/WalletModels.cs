using AssetFunctions.Sync;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Runs;
using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Functions;

sealed record WalletModel(
    string Wallet, RegistrationModel? Registration, ScheduleModel? Schedule, TotalsModel Totals, DateTimeOffset? AsOf, DateTimeOffset? OldestPriceAsOf, CoverageModel Coverage, RunModel? LastRun)
{
    public static WalletModel Of(string wallet, WalletReport report) => new(
        wallet,
        RegistrationModel.Of(report.State.Registration),
        ScheduleModel.Of(report.State),
        new TotalsModel(report.HoldingsUsd, report.DebtUsd, report.NetUsd),
        report.State.AsOf,
        report.OldestPriceAsOf,
        CoverageModel.Of(report),
        report.LastRun is { } run ? RunModel.Of(wallet, run) : null);
}

sealed record TotalsModel(decimal HoldingsUsd, decimal DebtUsd, decimal NetUsd);

/// <summary>Coverage of the totals. They leave out stored positions without a value and rows of the provider that were not stored.</summary>
/// <param name="Incomplete">What else the fetch lacks, or null.</param>
sealed record CoverageModel(int Positions, int Valued, int Unvalued, IReadOnlyList<GapModel> LeftOut, string? Incomplete)
{
    public static CoverageModel Of(WalletReport report)
    {
        var unvalued = report.Unvalued.Values.Sum();
        var gaps = report.Unvalued.OrderBy(gap => gap.Key).Select(gap => new GapModel(NameOf(gap.Key), gap.Value)
        {
            ValueUsd = gap.Key == ValueGap.Unconfirmed ? report.UnconfirmedUsd : null,
        });
        var skipped = RunModel.SkippedOf(report.State.Run);
        return new CoverageModel(report.Positions, report.Positions - unvalued, unvalued, [.. gaps, .. skipped], report.Incomplete);
    }

    public static string NameOf(ValueGap gap) => gap switch
    {
        ValueGap.PriceUnknown => "priceUnknown",
        ValueGap.Unconfirmed => "unconfirmed",
        ValueGap.Spam => "spam",
        ValueGap.DebtToken => "debtToken",
        _ => "implausibleValue",
    };
}

sealed record GapModel(string Reason, int Count)
{
    /// <summary>Value that is left out, where it is known.</summary>
    public decimal? ValueUsd { get; init; }
}

sealed record PositionsModel(string Wallet, DateTimeOffset? AsOf, int Matching, IReadOnlyList<PositionModel> Positions, string? Continuation)
{
    public static PositionsModel Of(string wallet, PositionPage page, string? continuation) =>
        new(wallet, page.AsOf, page.Matching, [.. page.Positions.Select(PositionModel.Of)], continuation);
}

sealed record PositionModel
{
    public required string Id { get; init; }

    public required string Network { get; init; }

    public required string ContractAddress { get; init; }

    public string? Symbol { get; init; }

    public string? AssetName { get; init; }

    public required string Type { get; init; }

    /// <summary>True if the position reduces the wallet's value.</summary>
    public required bool IsDebt { get; init; }

    public string? Protocol { get; init; }

    public string? Name { get; init; }

    public string? GroupId { get; init; }

    public string? PoolAddress { get; init; }

    /// <summary>Amount in raw base units.</summary>
    public required string RawAmount { get; init; }

    public required int Decimals { get; init; }

    /// <summary>Factor by which the token multiplies raw amounts, or null when it has none.</summary>
    public decimal? Scale { get; init; }

    /// <summary>Amount in whole tokens: the raw amount with decimals and scale applied.</summary>
    public required string Amount { get; init; }

    public required SpamModel Spam { get; init; }

    public PriceModel? Price { get; init; }

    public decimal? ValueUsd { get; init; }

    /// <summary>Basis of the value: the registry's price, or the provider's value of this position when no price is known.</summary>
    public ValueBasis? ValuedBy { get; init; }

    /// <summary>The reason why there is no value, or null when there is one.</summary>
    public string? Unvalued { get; init; }

    /// <summary>Value that the totals leave out because nothing vouches for the asset or confirms its price; otherwise null.</summary>
    public decimal? UnconfirmedUsd { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When the position was first found.</summary>
    public required DateTimeOffset Since { get; init; }

    public static PositionModel Of(ValuedPosition position) => new()
    {
        Id = position.Stored.Id,
        Network = position.Stored.Asset.Network,
        ContractAddress = position.Stored.Asset.ContractAddress,
        Symbol = position.Asset?.Facts.Symbol,
        AssetName = position.Asset?.Facts.Name,
        Type = position.Stored.Type,
        IsDebt = position.Value.IsDebt,
        Protocol = position.Stored.Protocol,
        Name = position.Stored.Name,
        GroupId = position.Stored.GroupId,
        PoolAddress = position.Stored.PoolAddress,
        RawAmount = position.Stored.RawAmount.ToString(),
        Decimals = position.Stored.Decimals,
        Scale = position.Stored.Scale,
        Amount = RawAmounts.Text(position.Stored.RawAmount, position.Stored.Decimals, position.Stored.Scale),
        Spam = SpamModel.Of(position.Spam),
        Price = PriceModel.Of(position.Asset?.Price),
        ValueUsd = position.Value.Usd,
        ValuedBy = position.Value.By,
        Unvalued = position.Value.Gap is { } gap ? CoverageModel.NameOf(gap) : null,
        UnconfirmedUsd = position.Value.UnconfirmedUsd,
        ChangedAt = position.Stored.ChangedAt,
        Since = position.Stored.Since,
    };
}
