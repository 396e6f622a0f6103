using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>Writes a reply's metadata to the response headers.</summary>
static class ReplyHeaders
{
    public static void Write(Reply reply, StringValues activityId, IHeaderDictionary headers)
    {
        headers[CosmosHeaders.RequestCharge] = reply.Charge.ToString(CultureInfo.InvariantCulture);
        headers[CosmosHeaders.ActivityId] = activityId;
        headers[CosmosHeaders.ResourceQuota] = "documentsSize=-1;documentsCount=-1;collectionSize=-1;";
        headers[CosmosHeaders.ResourceUsage] = "documentsSize=0;documentsCount=-1;collectionSize=0;";
        Set(headers, CosmosHeaders.SubStatus, reply.SubStatus == 0 ? null : reply.SubStatus.ToString());
        Set(headers, "ETag", reply.ETag);
        Set(headers, CosmosHeaders.Continuation, reply.Continuation);
        Set(headers, CosmosHeaders.ItemCount, reply.ItemCount?.ToString());
        Set(headers, CosmosHeaders.PartitionKeyRangeId, reply.PartitionId);
        Set(headers, CosmosHeaders.SessionToken, reply.SessionToken);
        Set(headers, CosmosHeaders.Lsn, reply.SessionToken?[(reply.SessionToken.LastIndexOf('#') + 1)..]);
        Set(headers, CosmosHeaders.ContentPath, reply.ContentPath);
        Set(headers, CosmosHeaders.AltContentPath, reply.AltContentPath);
        Set(headers, "Content-Security-Policy", reply.SecurityPolicy);
        Set(headers, "X-Content-Type-Options", reply.SecurityPolicy is null ? null : "nosniff");
        Set(headers, "Cache-Control", reply.SecurityPolicy is null ? null : "no-store");
        Set(headers, CosmosHeaders.RetryAfter, reply.RetryAfter is { } delay ? ((long)delay.TotalMilliseconds).ToString() : null);
    }

    static void Set(IHeaderDictionary headers, string name, string? value)
    {
        if (value is not null)
        {
            headers[name] = value;
        }
    }
}
