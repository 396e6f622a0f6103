using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Sync.Assets;

namespace AssetFunctions.Cosmos.Pricing;

/// <summary>One page of prices, as read and with the changes made to it since. Rows that cannot be read are kept as they are.</summary>
sealed class PricePage
{
    const string Type = "prices";
    const string HourType = "hours";

    readonly string _network;
    readonly JsonObject? _common;
    readonly Dictionary<string, PriceRowDocument> _rows = new(StringComparer.Ordinal);
    readonly Dictionary<string, JsonNode?> _kept = new(StringComparer.Ordinal);
    DateOnly _foldedDay;
    DateTimeOffset? _syncedAt;

    PricePage(string network, string prefix, DateTimeOffset hour, DateTimeOffset firstHour, JsonObject? common, string? version)
    {
        _network = network;
        _common = common;
        Prefix = prefix;
        Hour = hour;
        FirstHour = firstHour;
        Version = version;
    }

    public string Prefix { get; }

    /// <summary>The ETag, or null when the page is not stored.</summary>
    public string? Version { get; }

    /// <summary>The hour of the rows.</summary>
    public DateTimeOffset Hour { get; private set; }

    public DateTimeOffset FirstHour { get; }

    public DateOnly FoldedDay => _foldedDay;

    public DateTimeOffset? SyncedAt => _syncedAt;

    /// <summary>Rows that cannot be read.</summary>
    public int Unreadable => _kept.Count;

    public bool IsChanged { get; private set; }

    /// <summary>The hour that the changes finish, or null.</summary>
    public PriceHourDocument? FinishedHour { get; private set; }

    public IReadOnlyDictionary<string, PriceRowDocument> Rows => _rows;

    /// <summary>A page that is not stored yet. There is nothing to fold of earlier days.</summary>
    public static PricePage Create(string network, string prefix, DateTimeOffset now)
    {
        var hour = HourOf(now);
        return new PricePage(network, prefix, hour, hour, common: null, version: null) { _foldedDay = DayOf(hour).AddDays(-1) };
    }

    public static PricePage Read(PricePageDocument document, string version)
    {
        var prefix = document.Id[PricePrefix.PageId(string.Empty).Length..];
        var page = new PricePage(document.Network, prefix, document.Hour, document.FirstHour, document.Common, version)
        {
            _foldedDay = document.FoldedDay,
            _syncedAt = document.SyncedAt,
        };
        foreach (var (address, row) in document.Rows)
        {
            if (PriceRows.TryRead(row, document.Common) is { } read)
            {
                page._rows.Add(address, read);
            }
            else
            {
                page._kept.Add(address, row);
            }
        }

        return page;
    }

    /// <summary>Whether the price of an asset may be in a page: not with an address that would fill one.</summary>
    public static bool MayHold(Asset asset) => JsonEncodedText.Encode(asset.Key.ContractAddress).EncodedUtf8Bytes.Length <= CosmosDefaults.PagedAddressBytes;

    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);

    /// <summary>Begins the current hour. Call before anything else changes.</summary>
    public void Turn(DateTimeOffset now)
    {
        var hour = HourOf(now);
        if (hour <= Hour)
        {
            return;
        }

        var finished = _rows.Where(row => row.Value.Open is not null).ToDictionary(row => row.Key, row => PriceRows.CandleOf(row.Value), StringComparer.Ordinal);
        if (finished.Count > 0)
        {
            FinishedHour = HourDocument(finished);
            foreach (var address in finished.Keys)
            {
                _rows[address] = _rows[address] with { Open = null, High = null, Low = null };
            }

            IsChanged = true;
        }

        Hour = hour;
    }

    /// <summary>Brings the row of a held asset up to date with its document, and adds it where there is none.</summary>
    public void TakeOver(Asset asset)
    {
        var address = asset.Key.ContractAddress;
        if (_kept.ContainsKey(address))
        {
            return;
        }

        var row = _rows.GetValueOrDefault(address);
        var heldDay = DayOf(asset.HeldAt!.Value);
        var summary = (row ?? new PriceRowDocument { HeldDay = heldDay, Symbol = string.Empty, Decimals = 0 }) with
        {
            HeldDay = row?.HeldDay > heldDay ? row.HeldDay : heldDay,
            Symbol = asset.Facts.Symbol,
            Decimals = asset.Facts.Decimals,
            Verified = asset.Facts.Verified,
        };
        Put(address, row, PriceRows.WithPrice(summary, AssetPrice.Later(asset.Price, PriceRows.PriceOf(row))));
    }

    /// <summary>Stores a price in a row that exists.</summary>
    public void Record(string address, AssetPrice price)
    {
        var row = _rows[address];
        Put(address, row, price.Suspect is null ? PriceRows.WithAccepted(row, price) : PriceRows.WithPrice(row, price));
    }

    public void Remove(string address) => IsChanged |= _rows.Remove(address);

    public void MarkFolded(DateOnly day)
    {
        IsChanged |= day > _foldedDay;
        _foldedDay = day > _foldedDay ? day : _foldedDay;
    }

    public void MarkSynced(DateTimeOffset now)
    {
        _syncedAt = now;
        IsChanged = true;
    }

    /// <summary>The page as documents to write: itself, or the pages it splits into where it is too large.</summary>
    public IReadOnlyList<(string Prefix, byte[] Body)> Documents()
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(ToDocument(), CosmosJson.Default.PricePageDocument);
        return body.Length + CosmosDefaults.SystemPropertyBytes <= CosmosDefaults.PricePageBytes || Prefix.Length == PricePrefix.Length
            ? [(Prefix, body)]
            : [.. Half('0').Documents(), .. Half('1').Documents()];
    }

    PricePage Half(char digit)
    {
        var half = new PricePage(_network, Prefix + digit, Hour, Hour, _common, version: null) { _foldedDay = _foldedDay, _syncedAt = _syncedAt };
        foreach (var (address, row) in _rows.Where(row => PricePrefix.Covers(half.Prefix, PricePrefix.HashOf(row.Key))))
        {
            half._rows.Add(address, row);
        }

        foreach (var (address, row) in _kept.Where(row => PricePrefix.Covers(half.Prefix, PricePrefix.HashOf(row.Key))))
        {
            half._kept.Add(address, row);
        }

        return half;
    }

    void Put(string address, PriceRowDocument? before, PriceRowDocument after)
    {
        if (after != before)
        {
            _rows[address] = after;
            IsChanged = true;
        }
    }

    PricePageDocument ToDocument()
    {
        // Rows that cannot be read keep the common values that they were written with.
        var (common, rows) = PriceRows.Write(_rows, _kept.Count > 0 ? _common : null);
        foreach (var (address, row) in _kept)
        {
            rows.Add(address, row?.DeepClone());
        }

        return new PricePageDocument
        {
            Id = PricePrefix.PageId(Prefix),
            Network = _network,
            Type = Type,
            Hour = Hour,
            FirstHour = FirstHour,
            FoldedDay = _foldedDay,
            SyncedAt = _syncedAt,
            Common = common,
            Rows = rows,
        };
    }

    PriceHourDocument HourDocument(Dictionary<string, CandleDocument> candles)
    {
        var provider = candles.Values.GroupBy(candle => candle.Provider, StringComparer.Ordinal).MaxBy(same => same.Count())!.Key!;
        return new PriceHourDocument
        {
            Id = PricePrefix.HourId(Prefix, Hour),
            Network = _network,
            Type = HourType,
            TimeToLive = CosmosDefaults.PriceHourSeconds,
            Provider = provider,
            Rows = candles.ToDictionary(
                candle => candle.Key, candle => candle.Value.Provider == provider ? candle.Value with { Provider = null } : candle.Value, StringComparer.Ordinal),
        };
    }

    static DateTimeOffset HourOf(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
