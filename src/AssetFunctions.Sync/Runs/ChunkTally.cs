using System.Text.Json.Serialization;
using AssetFunctions.Sync.Telemetry;

namespace AssetFunctions.Sync.Runs;

/// <summary>Counts and values of one chunk, or their sum over all chunks of a run.</summary>
public sealed record ChunkTally
{
    /// <summary>Positions of the chunk that are now stored as the provider reported them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Positions { get; init; }

    /// <summary>Positions written because they were new or had changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PositionsWritten { get; init; }

    /// <summary>Positions removed because they left the wallet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PositionsRemoved { get; init; }

    /// <summary>Stored positions kept although the fetch lacks them or part of them, because it may be incomplete.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PositionsKept { get; init; }

    /// <summary>All positions now stored.</summary>
    [JsonIgnore]
    public int PositionsHeld => Positions + PositionsKept;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int AssetsCreated { get; init; }

    /// <summary>Assets that existed already, in the cache or the registry.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int AssetsFound { get; init; }

    /// <summary>Assets the registry will never accept; their positions are stored nevertheless.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int AssetsRefused { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PricesUpdated { get; init; }

    /// <summary>Prices not written because the stored one is recent enough or newer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PricesFresh { get; init; }

    /// <summary>Assets for which neither the provider nor the registry knows a price.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PricesUnknown { get; init; }

    /// <summary>Value of all positions but debts with a known price, kept ones included, in US dollars.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal HoldingsUsd { get; init; }

    /// <summary>Value of all debts with a known price, kept ones included, in US dollars, positive.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal DebtUsd { get; init; }

    /// <summary>
    /// The part of <see cref="HoldingsUsd"/> that belongs to assets that nothing vouches for, in US dollars; zero once the run has ended.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal UnvouchedUsd { get; init; }

    /// <summary>Unvouched value that releases before the bound on it kept apart, in US dollars. Adding tallies makes it part of the others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal DoubtfulUsd { get; init; }

    /// <summary>Value that is left out of <see cref="HoldingsUsd"/> because nothing confirms it, in US dollars; known once the run has ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal UnconfirmedUsd { get; init; }

    /// <summary>Positions without a value: the price is unknown, the value unconfirmed or implausible, or the asset spam.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Unvalued { get; init; }

    /// <summary>Requests sent to the database, retries and failed deliveries included; not the retries of the request that stores the sum.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Requests { get; init; }

    /// <summary>
    /// Requests of the naive algorithm for the same work: one asset lookup and one upsert per position, plus one per created asset and updated
    /// price.
    /// </summary>
    [JsonIgnore]
    public int NaiveRequests => (2 * Positions) + AssetsCreated + PricesUpdated;

    /// <summary>Request units the database charged; not for the request that stores the sum.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double RequestUnits { get; init; }

    /// <summary>
    /// Lower bound for what the requests of the naive algorithm are charged, see <see cref="NaiveUnits"/>. A written position may be new, so it counts as
    /// a creation, and any other one as a replacement.
    /// </summary>
    [JsonIgnore]
    public double NaiveRequestUnits =>
        (Positions * NaiveUnits.Lookup) + (PositionsWritten * NaiveUnits.Create) + (Math.Max(0, Positions - PositionsWritten) * NaiveUnits.Replace)
        + (AssetsCreated * NaiveUnits.Create) + (PricesUpdated * NaiveUnits.Replace);

    /// <summary>What is counted of the database.</summary>
    [JsonIgnore]
    public DatabaseUsage Usage => new(Requests, RequestUnits);

    /// <summary>The tally with another usage.</summary>
    public ChunkTally WithUsage(DatabaseUsage usage) => this with { Requests = usage.Requests, RequestUnits = usage.RequestUnits };

    /// <summary>The tally with the values of another one.</summary>
    public ChunkTally WithValuesOf(ChunkTally other) => this with
    {
        HoldingsUsd = other.HoldingsUsd,
        DebtUsd = other.DebtUsd,
        UnvouchedUsd = other.UnvouchedUsd,
        UnconfirmedUsd = other.UnconfirmedUsd,
        Unvalued = other.Unvalued,
    };

    /// <summary>Adds up two tallies.</summary>
    public static ChunkTally operator +(ChunkTally left, ChunkTally right) => new()
    {
        Positions = left.Positions + right.Positions,
        PositionsWritten = left.PositionsWritten + right.PositionsWritten,
        PositionsRemoved = left.PositionsRemoved + right.PositionsRemoved,
        PositionsKept = left.PositionsKept + right.PositionsKept,
        AssetsCreated = left.AssetsCreated + right.AssetsCreated,
        AssetsFound = left.AssetsFound + right.AssetsFound,
        AssetsRefused = left.AssetsRefused + right.AssetsRefused,
        PricesUpdated = left.PricesUpdated + right.PricesUpdated,
        PricesFresh = left.PricesFresh + right.PricesFresh,
        PricesUnknown = left.PricesUnknown + right.PricesUnknown,
        HoldingsUsd = left.HoldingsUsd + left.DoubtfulUsd + right.HoldingsUsd + right.DoubtfulUsd,
        DebtUsd = left.DebtUsd + right.DebtUsd,
        UnvouchedUsd = left.UnvouchedUsd + left.DoubtfulUsd + right.UnvouchedUsd + right.DoubtfulUsd,
        UnconfirmedUsd = left.UnconfirmedUsd + right.UnconfirmedUsd,
        Unvalued = left.Unvalued + right.Unvalued,
        Requests = left.Requests + right.Requests,
        RequestUnits = left.RequestUnits + right.RequestUnits,
    };

    /// <summary>Named form of the operator.</summary>
    public ChunkTally Add(ChunkTally other) => this + other;
}
