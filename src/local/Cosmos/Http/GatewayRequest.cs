using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>A request, independent of the HTTP server.</summary>
sealed class GatewayRequest(string method, string target, IHeaderDictionary headers, ReadOnlyMemory<byte>? body)
{
    public string Method => method;

    /// <summary>The path as sent: percent-encoded, without the query string.</summary>
    public string Target => target;

    public ResourcePath Path { get; } = ResourcePath.Parse(target);

    /// <exception cref="RequestRefusedException">413 when the body was too large to read.</exception>
    public ReadOnlyMemory<byte> Body => body ?? throw RequestRefusedException.TooLarge();

    public string? Header(string name) => headers.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>The client's application name: the last part of the SDK's user agent, empty when it set none.</summary>
    public string ClientName => Header("User-Agent") is { } agent && agent.Contains('|', StringComparison.Ordinal) ? agent[(agent.LastIndexOf('|') + 1)..].Trim() : "";

    /// <summary>Whether a header is set to true; clients write <c>True</c>.</summary>
    public bool Flag(string name) => string.Equals(Header(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The maximum number of items on a page.</summary>
    public int PageSize => int.TryParse(Header(CosmosHeaders.MaxItemCount), out var count) && count > 0 ? count : 1000;

    /// <summary>Whether the reply leaves the document out.</summary>
    public bool WantsMinimalReply =>
        string.Equals(Header("Prefer"), "return=minimal", StringComparison.OrdinalIgnoreCase);
}
