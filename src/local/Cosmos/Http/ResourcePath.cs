namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>Kinds of resources that a path can address.</summary>
enum ResourceKind
{
    Unknown,
    Account,
    Database,
    Container,
    Document,
    PartitionKeyRange,

    /// <summary>A resource that only the service has: stored procedures, triggers, functions, offers, users, keys.</summary>
    Unsupported,
}

/// <summary>A path, split and percent-decoded: the kind of resource, and either one of them or the feed of all.</summary>
/// <param name="IsFeed">The path ends in a collection name (<c>…/docs</c>) instead of one resource.</param>
readonly record struct ResourcePath(ResourceKind Kind, bool IsFeed, string Database, string Container, string Id)
{
    public static ResourcePath Parse(string target)
    {
        var parts = target.Trim('/').Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            // Decoding after splitting keeps an encoded slash inside its segment.
            parts[i] = Uri.UnescapeDataString(parts[i]);
        }

        return parts switch
        {
            [""] => new(ResourceKind.Account, false, "", "", ""),
            ["dbs"] => new(ResourceKind.Database, true, "", "", ""),
            ["dbs", var database] => new(ResourceKind.Database, false, database, "", ""),
            ["dbs", var database, "colls"] => new(ResourceKind.Container, true, database, "", ""),
            ["dbs", var database, "colls", var container] => new(ResourceKind.Container, false, database, container, ""),
            ["dbs", var database, "colls", var container, "docs"] => new(ResourceKind.Document, true, database, container, ""),
            ["dbs", var database, "colls", var container, "docs", var id] => new(ResourceKind.Document, false, database, container, id),
            ["dbs", var database, "colls", var container, "pkranges"] => new(ResourceKind.PartitionKeyRange, true, database, container, ""),
            ["offers", ..] => new(ResourceKind.Unsupported, false, "", "", parts[0]),
            ["dbs", _, "colls", _, "sprocs" or "triggers" or "udfs" or "conflicts", ..] => new(ResourceKind.Unsupported, false, "", "", parts[4]),
            ["dbs", _, "users" or "clientencryptionkeys", ..] => new(ResourceKind.Unsupported, false, "", "", parts[2]),
            _ => new(ResourceKind.Unknown, false, "", "", ""),
        };
    }

    /// <summary>The resource type as used in signatures.</summary>
    public string SignedType => Kind switch
    {
        ResourceKind.Database => "dbs",
        ResourceKind.Container => "colls",
        ResourceKind.Document => "docs",
        ResourceKind.PartitionKeyRange => "pkranges",
        _ => "",
    };
}
