using System.Text.Json;
using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>Times to live in whole seconds: positive, or −1 for no expiry.</summary>
static class TimeToLive
{
    /// <returns>Null when the value is not a time to live.</returns>
    public static int? Read(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var seconds) && seconds is -1 or > 0 ? seconds : null;

    public static RequestRefusedException Invalid() => RequestRefusedException.BadRequest(
        "Message: {\"Errors\":[\"The input ttl is invalid. Ensure to provide a nonzero positive integer or -1.\"]}");
}
