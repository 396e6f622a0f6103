using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AssetFunctions.Local.Providers.Samples;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>The assets whose market data the simulator serves: those of the token list, with made-up figures, and those added with <see cref="Serve"/>.</summary>
sealed class SimulatedFungibles
{
    const int MaxIds = 25;
    const int MaxId = 44;

    static readonly Lazy<Dictionary<string, Token>> Tokens = new(() =>
        TokenList.Load().All.GroupBy(SampleJson.FungibleId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal));

    readonly ConcurrentDictionary<string, string> _served = new(StringComparer.Ordinal);

    /// <summary>Reads the ids of a request. Other filters are refused rather than ignored, so that a mistake in a client is noticed.</summary>
    public static bool TryParse(IQueryCollection query, out string[] ids)
    {
        ids = query["filter[fungible_ids]"].ToString().Split(',');
        return query.Keys.All(key => key is "currency" or "page[size]" or "filter[fungible_ids]")
            && ids.Length <= MaxIds && Array.TrueForAll(ids, id => id.Length is > 0 and <= MaxId);
    }

    /// <summary>Serves this JSON as a fungible instead of that of the token list; null serves none.</summary>
    public void Serve(string id, string? row) => _served[id] = row ?? string.Empty;

    /// <summary>The page of the ids, without unknown ones.</summary>
    public byte[] Page(IEnumerable<string> ids)
    {
        var rows = ids.Select(RowOf).Where(row => !string.IsNullOrEmpty(row));
        return Encoding.UTF8.GetBytes($$"""{"links":{"self":"https://api.zerion.io/v1/fungibles/"},"data":[{{string.Join(',', rows)}}]}""");
    }

    string? RowOf(string id) => _served.TryGetValue(id, out var row) ? row
        : Tokens.Value.TryGetValue(id, out var token) ? RowOf(id, token)
        : null;

    // As at Zerion, an asset without a price has no figures either.
    static string RowOf(string id, Token token)
    {
        var price = SampleMarket.Price(token);
        var market = price is null ? """{"price":null}""" : string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"price":{{{price}}},"market_cap":{{{price * 21_000_000}}},"trading_volumes":{"volume_1d":{{{price * 400_000}}}},"changes":{"percent_1d":{{{Change(token)}}}}}""");
        return $$$"""
            {"type":"fungibles","id":{{{JsonSerializer.Serialize(id)}}},"attributes":{"name":{{{JsonSerializer.Serialize(token.Name)}}},"symbol":{{{JsonSerializer.Serialize(token.Symbol)}}},"external_links":[{"type":"website","name":"Website","url":"https://project.example/{{{Uri.EscapeDataString(token.Symbol)}}}"}],"market_data":{{{market}}}}}
            """;
    }

    static decimal Change(Token token) => (token.Symbol.Sum(letter => letter) % 200 / 10m) - 10;
}
