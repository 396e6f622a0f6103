using System.Text.Json;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Reads one element of <c>data</c> of Zerion's chains. Only the slug must be valid; all else may be missing or of any type.</summary>
static class NetworkRowReader
{
    const int MaxId = 128;

    /// <summary>Reads a row of any bytes; never throws because of its content.</summary>
    public static RowOutcome<NetworkInfo> Read(ReadOnlyMemory<byte> row) => RowParser.Read<NetworkInfo>(row, ReadRow, ReadRef);

    /// <summary>Returns the slug of a row that is truncated or broken after it, or null.</summary>
    public static string? ReadRef(ReadOnlyMemory<byte> start) => RowParser.ReadId(start);

    static RowOutcome<NetworkInfo> ReadRow(JsonElement row)
    {
        if (RowFields.Slug(row.Member("id")) is not { } slug)
        {
            return new RowOutcome<NetworkInfo>(null, SkipReason.NoNetwork, RowParser.Id(row));
        }

        var attributes = row.Member("attributes");
        var explorer = attributes.Member("explorer");
        var network = new NetworkInfo
        {
            Slug = slug,
            Name = RowFields.Label(attributes.Member("name"), AssetFactsLimits.Name) ?? slug,
            IconUrl = RowFields.WebAddress(attributes.Member("icon").Member("url")),
            ExternalId = RowFields.Label(attributes.Member("external_id"), MaxId),
            TransactionUrlPattern = RowFields.WebAddress(explorer.Member("tx_url_format")),
            TokenUrlPattern = RowFields.WebAddress(explorer.Member("token_url_format")),
        };
        return new RowOutcome<NetworkInfo>(network, null, slug);
    }
}
