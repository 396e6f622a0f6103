using System.Text.Json;
using System.Text.Json.Nodes;
using AssetFunctions.Cosmos.Wallets.Pages;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Positions;

namespace AssetFunctions.Cosmos.Documents;

/// <summary>Maps pages of positions.</summary>
static class PageMapper
{
    // Facts are in the registry, not in the page.
    static readonly AssetFacts NoFacts = new() { Symbol = string.Empty, Name = string.Empty, Decimals = 0 };

    public static PageDocument ToDocument(string wallet, PositionPage page)
    {
        var common = CommonOf(page.Rows);
        return new PageDocument
        {
            Id = WalletDocumentIds.Page(page.Range.From),
            Wallet = wallet,
            To = page.Range.To,
            Common = common,
            Rows = [.. page.Rows.Select(row => JsonSerializer.SerializeToElement(ToDocument(row, common), CosmosJson.Default.PageRowDocument)), .. page.Unreadable],
        };
    }

    /// <param name="from">First id of the page's range.</param>
    /// <param name="version">ETag of the document.</param>
    public static PositionPage ToPage(PageDocument document, string from, string version)
    {
        var rows = new List<PageRow>(document.Rows.Count);
        var unreadable = new List<JsonElement>();
        var range = new PositionRange(from, document.To);
        foreach (var element in document.Rows)
        {
            if (TryRead(element, document.Common) is { } row && range.Contains(row.Position.Id))
            {
                rows.Add(row);
            }
            else
            {
                unreadable.Add(Whole(element, document.Common));
            }
        }

        return new PositionPage(range, rows) { Version = version, Unreadable = unreadable };
    }

    /// <summary>The row of a position that is still a document of its own.</summary>
    public static PageRow ToRow(PositionDocument document) => new(
        Position.From(new ProviderPosition
        {
            Asset = new AssetKey(document.Network, document.ContractAddress),
            Facts = NoFacts,
            ProviderRef = document.Ref,
            Type = document.Kind,
            Protocol = document.Protocol,
            GroupId = document.GroupId,
            PoolAddress = document.PoolAddress,
            Name = document.Name,
            RawAmount = document.RawAmount,
            Decimals = document.Decimals,
            Scale = document.Scale,
            ValueUsd = document.ValueUsd,
        }),
        document.Provider,
        document.ChangedAt,
        Writer: string.Empty,
        Since: document.ChangedAt);

    static PageRow? TryRead(JsonElement element, PageRowDocument? common)
    {
        try
        {
            var row = element.Deserialize(CosmosJson.Default.PageRowDocument)!;
            var changedAt = (row.ChangedAt ?? common?.ChangedAt)!.Value;
            return new PageRow(
                Position.From(new ProviderPosition
                {
                    Asset = new AssetKey((row.Network ?? common?.Network)!, row.Address!),
                    Facts = NoFacts,
                    ProviderRef = row.Ref!,
                    Type = row.Kind!,
                    Protocol = row.Protocol,
                    GroupId = row.Group,
                    PoolAddress = row.Pool,
                    Name = row.Name,
                    RawAmount = row.Amount!.Value,
                    Decimals = row.Decimals!.Value,
                    Scale = row.Scale,
                    ValueUsd = row.ValueUsd,
                }),
                (row.Provider ?? common?.Provider)!,
                changedAt,
                row.Writer ?? common?.Writer ?? string.Empty,
                row.Since ?? common?.Since ?? changedAt);
        }
        catch (Exception ex) when (ex is JsonException or FormatException or OverflowException or InvalidOperationException or ArgumentNullException or NullReferenceException)
        {
            return null;
        }
    }

    // A row that is kept as it is may get into a page with other common values.
    static JsonElement Whole(JsonElement row, PageRowDocument? common)
    {
        if (common is null || JsonNode.Parse(row.GetRawText()) is not JsonObject members)
        {
            return row;
        }

        foreach (var (name, value) in JsonSerializer.SerializeToNode(common, CosmosJson.Default.PageRowDocument)!.AsObject())
        {
            members.TryAdd(name, value?.DeepClone());
        }

        return JsonSerializer.SerializeToElement(members, CosmosJson.Default.JsonObject);
    }

    static PageRowDocument ToDocument(PageRow row, PageRowDocument common)
    {
        var position = row.Position.Row;
        return new PageRowDocument
        {
            Network = Unless(common.Network, position.Asset.Network),
            Address = position.Asset.ContractAddress,
            Kind = position.Type,
            Ref = position.ProviderRef,
            Amount = position.RawAmount,
            Decimals = position.Decimals,
            Scale = position.Scale,
            ValueUsd = position.ValueUsd,
            Protocol = position.Protocol,
            Group = position.GroupId,
            Pool = position.PoolAddress,
            Name = position.Name,
            Provider = Unless(common.Provider, row.Provider),
            ChangedAt = common.ChangedAt == row.ChangedAt ? null : row.ChangedAt,
            Writer = Unless(common.Writer, row.Writer),
            Since = common.Since == row.Since ? null : row.Since,
        };
    }

    static PageRowDocument CommonOf(IReadOnlyList<PageRow> rows) => rows.Count == 0 ? new PageRowDocument() : new PageRowDocument
    {
        Network = MostOf(rows, row => row.Position.Row.Asset.Network),
        Provider = MostOf(rows, row => row.Provider),
        ChangedAt = MostOf(rows, row => row.ChangedAt),
        Writer = MostOf(rows, row => row.Writer),
        Since = MostOf(rows, row => row.Since),
    };

    static T MostOf<T>(IReadOnlyList<PageRow> rows, Func<PageRow, T> member)
        where T : notnull => rows.CountBy(member).MaxBy(entry => entry.Value).Key;

    static string? Unless(string? common, string value) => common == value ? null : value;
}
