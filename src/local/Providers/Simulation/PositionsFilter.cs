using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Local.Providers.Simulation;

/// <summary>The filters of the positions API that decide which rows a page holds. Their defaults hide trash and protocol positions.</summary>
sealed record PositionsFilter(string Positions, string Trash)
{
    const string NoFilter = "no_filter";

    public static bool TryParse(IQueryCollection query, out PositionsFilter filter)
    {
        filter = new PositionsFilter(
            query.TryGetValue("filter[positions]", out var positions) ? positions.ToString() : "only_simple",
            query.TryGetValue("filter[trash]", out var trash) ? trash.ToString() : "only_non_trash");
        return filter.Positions is "only_simple" or "only_complex" or NoFilter
            && filter.Trash is "only_non_trash" or "only_trash" or NoFilter;
    }

    /// <summary>The page as it is, streamed, where nothing is filtered; otherwise a copy with the rows that pass.</summary>
    public WritePage Apply(WritePage page) => this is { Positions: NoFilter, Trash: NoFilter } ? page
        : (target, cancellationToken) => WriteFilteredAsync(page, target, cancellationToken);

    async Task WriteFilteredAsync(WritePage page, Stream target, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        await page(whole, cancellationToken);
        whole.Position = 0;
        var document = JsonNode.Parse(whole)!;
        var rows = document["data"]!.AsArray();
        for (var index = rows.Count - 1; index >= 0; index--)
        {
            if (!Passes(rows[index]))
            {
                rows.RemoveAt(index);
            }
        }

        await JsonSerializer.SerializeAsync(target, document, cancellationToken: cancellationToken);
    }

    bool Passes(JsonNode? row)
    {
        var attributes = (row as JsonObject)?["attributes"] as JsonObject;
        var isTrash = (attributes?["flags"] as JsonObject)?["is_trash"]?.GetValueKind() == JsonValueKind.True;
        var isComplex = attributes?["protocol"]?.GetValueKind() == JsonValueKind.String;
        return (Trash == NoFilter || (Trash == "only_trash") == isTrash) && (Positions == NoFilter || (Positions == "only_complex") == isComplex);
    }
}
