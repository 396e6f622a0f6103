using System.Text;
using System.Text.Json;
using AssetFunctions.Providers.Alchemy;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Providers.Tests.Alchemy;
using AssetFunctions.Providers.Tests.Samples;
using AssetFunctions.Providers.Tests.Zerion;
using AssetFunctions.Providers.Zerion;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Providers.Tests.Fuzz;

/// <summary>The parser of one kind of page, from bytes to rows.</summary>
/// <param name="rows">Good rows as texts, each with an identity of its own.</param>
/// <param name="page">Makes a page of rows.</param>
abstract class ParserUnderTest(IReadOnlyList<string> rows, Func<IEnumerable<string>, string> page)
{
    /// <summary>Bound on rows in these tests, small enough to be reached.</summary>
    public const int MaxRowBytes = 16 * 1024;

    public static readonly IReadOnlyDictionary<string, ParserUnderTest> All = new Dictionary<string, ParserUnderTest>(StringComparer.Ordinal)
    {
        ["Zerion positions"] = new Parser<ProviderPosition>(
            ZerionDefaults.Provider.Page, SampleRows("one-network.json"), Zerion,
            () => new(PositionSets.Kind, PositionRowReader.Read, PositionRowReader.ReadRef, ZerionApi.Next), row => row.ProviderRef, Check),
        ["Alchemy tokens"] = new Parser<ProviderPosition>(
            AlchemyDefaults.Provider.Page,
            [.. Enumerable.Range(0, 20).Select(number => AlchemyDriver.Row(token: $"0x{number + 1:x40}"))],
            rows => $$$"""{"data":{"tokens":[{{{string.Join(',', rows)}}}],"pageKey":null}}""",
            () => new(PositionSets.Kind, TokenRowReader.Read, TokenRowReader.ReadRef, key => key), row => row.ProviderRef, Check),
        ["Zerion transactions"] = new Parser<WalletTransaction>(
            ZerionDefaults.Provider.Page, SampleRows("twelve-networks.transactions.json"), Zerion,
            () => new("transactions", TransactionRowReader.Read, TransactionRowReader.ReadRef, ZerionApi.Next), row => row.ProviderRef, Check),
        ["Zerion chains"] = new Parser<NetworkInfo>(
            ZerionDefaults.Provider.Page, SampleRows("chains.json"), Zerion,
            () => new("networks", NetworkRowReader.Read, NetworkRowReader.ReadRef, ZerionApi.Next), row => row.Slug, Check),
        ["Zerion fungibles"] = new Parser<MarketQuote>(
            ZerionDefaults.Provider.Page,
            [.. Enumerable.Range(0, 20).Select(number => MarketJson.Row(new MarketQuote($"group-{number}") { CapUsd = 1.5m + number, Volume24hUsd = number, Change24h = -number, Website = "https://project.example/" }))],
            Zerion,
            () => new("market data", MarketRowReader.Read, MarketRowReader.ReadRef, ZerionApi.Next), row => row.GroupId, Check),
    };

    /// <summary>Good rows as texts, each with an identity of its own.</summary>
    public IReadOnlyList<string> Rows => rows;

    /// <summary>Makes a page of rows.</summary>
    public string Page(IEnumerable<string> content) => page(content);

    /// <summary>Reads a page in the given pieces, and checks every invariant that holds for any bytes.</summary>
    /// <returns>The names of the kept rows, and whether the page counts as complete.</returns>
    public abstract (IReadOnlyList<string> Kept, bool IsComplete) Read(ReadOnlyMemory<byte> bytes, int piece);

    static string Zerion(IEnumerable<string> rows) => $$"""{"links":{"self":"https://api.example/"},"data":[{{string.Join(',', rows)}}]}""";

    static List<string> SampleRows(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SampleFiles.Directory, file)));
        return [.. document.RootElement.GetProperty("data").EnumerateArray().Select(row => row.GetRawText()).Take(100)];
    }

    static void Check(ProviderPosition row)
    {
        Holds(row.RawAmount.Sign >= 0 && row.RawAmount.GetBitLength() <= 256 && row.Decimals is >= 0 and <= 255);
        Holds(row.ProviderRef.Length is > 0 and <= 1024 && row.PriceUsd is null or > 0);
        Check(row.Asset.Network, row.Asset, row.Facts);
    }

    static void Check(WalletTransaction row)
    {
        Holds(row.ProviderRef.Length is > 0 and <= 512 && row.Hash.Length is > 0 and <= 512 && row.MinedAt.Ticks % TimeSpan.TicksPerMillisecond == 0);
        Holds(row.Transfers.Count <= 500 && row.Approvals.Count <= 500 && row.Operation.Length <= 32 && row.Status.Length <= 32);
        foreach (var item in row.Transfers.Select(transfer => transfer.Item).Concat(row.Approvals.Select(approval => approval.Item)))
        {
            Holds(item.RawAmount.Sign >= 0 && item.RawAmount.GetBitLength() <= 256 && item.Decimals is >= 0 and <= 255);
            Holds(item.Asset is null == item.Facts is null && (item.Asset is null || item.Collectible is null));
            if (item is { Asset: { } asset, Facts: { } facts })
            {
                Check(row.Network, asset, facts);
            }
        }
    }

    static void Check(NetworkInfo row) =>
        Holds(row.Slug.Length is > 0 and <= 64 && row.Name.Length is > 0 and <= AssetFactsLimits.Name && row.ExternalId?.Length is null or <= 128);

    static void Check(MarketQuote row)
    {
        Holds(row.GroupId.Length is > 0 and <= AssetFactsLimits.GroupId && row.Website?.Length is null or <= AssetFactsLimits.Website);
        Holds(row.CapUsd is null or > 0 && row.Volume24hUsd is null or >= 0 && row.Change24h is null or >= -100);
    }

    static void Check(string network, AssetKey asset, AssetFacts facts)
    {
        Holds(asset == AssetIdentity.Canonicalize(network, asset.ContractAddress) && asset.ContractAddress.Length <= 512);
        Holds(facts.Symbol.Length <= AssetFactsLimits.Symbol && facts.Name.Length <= AssetFactsLimits.Name);
    }

    // This runs millions of times: an assertion of the framework would cost more than the parser.
    static void Holds(bool condition)
    {
        if (!condition)
        {
            Assert.Fail("A row was kept that is not canonical or not bounded.");
        }
    }

    sealed class Parser<TRow>(
        PageShape shape,
        IReadOnlyList<string> rows,
        Func<IEnumerable<string>, string> page,
        Func<RowCollector<TRow>> create,
        Func<TRow, string> name,
        Action<TRow> check) : ParserUnderTest(rows, page)
        where TRow : class
    {
        public override (IReadOnlyList<string> Kept, bool IsComplete) Read(ReadOnlyMemory<byte> bytes, int piece)
        {
            var collector = create();
            using var splitter = new PageSplitter(collector, shape, MaxRowBytes);
            for (var start = 0; start < bytes.Length; start += piece)
            {
                splitter.Feed(bytes.Span.Slice(start, Math.Min(piece, bytes.Length - start)));
            }

            foreach (var row in collector.Rows)
            {
                check(row);
            }

            Holds(splitter.BufferBytes <= 128 * 1024 && collector.Next?.Length is null or <= 4096);
            return ([.. collector.Rows.Select(name)], splitter.State == PageState.Complete && collector.IncompleteReason is null);
        }
    }
}
