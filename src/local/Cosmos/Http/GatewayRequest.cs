using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>A request, free of any server machinery.</summary>
sealed class GatewayRequest(string method, string target, IHeaderDictionary headers, ReadOnlyMemory<byte>? body)
{
    public string Method => method;

    /// <summary>The path as sent, still percent-encoded, without a query string.</summary>
    public string Target => target;

    public ResourcePath Path { get; } = ResourcePath.Parse(target);

    /// <exception cref="RequestRefusedException">413 when the body was too large to read.</exception>
    public ReadOnlyMemory<byte> Body => body ?? throw RequestRefusedException.TooLarge();

    public string? Header(string name) => headers.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>Name that the client gave itself: the last part of the SDK's user agent, which is empty where it has none.</summary>
    public string ClientName => Header("User-Agent") is { } agent && agent.Contains('|', StringComparison.Ordinal) ? agent[(agent.LastIndexOf('|') + 1)..].Trim() : "";

    /// <summary>Whether a header says true; clients write <c>True</c>.</summary>
    public bool Flag(string name) => string.Equals(Header(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>How many items a page may have.</summary>
    public int PageSize => int.TryParse(Header(CosmosHeaders.MaxItemCount), out var count) && count > 0 ? count : 1000;

    /// <summary>The client wants no document in the reply.</summary>
    public bool WantsMinimalReply =>
        string.Equals(Header("Prefer"), "return=minimal", StringComparison.OrdinalIgnoreCase);
}
