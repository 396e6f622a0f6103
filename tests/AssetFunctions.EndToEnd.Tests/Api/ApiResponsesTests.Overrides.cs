using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace AssetFunctions.EndToEnd.Tests.Api;

/// <remarks>Overrides, from the request to the database and back.</remarks>
public sealed partial class ApiResponsesTests
{
    const string Spam = """{"state":"spam","priceUsd":"1.000000000000000001","note":" Phishing. "}""";

    [Fact]
    public async Task An_override_is_stored_replaced_and_removed_under_its_version_and_names_its_key()
    {
        // Of a network that the catalog does not list.
        await Api.SyncAsync(ApiStack.Sample("hostile"));
        const string asset = $"{Atom}/override";
        var created = await Api.SendAsync(HttpMethod.Put, asset, Spam, ("If-None-Match", "*"));
        Assert.Equal((HttpStatusCode.Created, $"/api/{asset}"), (created.Status, created.Headers["Location"]));
        Assert.Equal(
            ("osmosis", Uri.UnescapeDataString(Atom.Split('/')[^1]), "spam", "1.000000000000000001", "Phishing."),
            ((string?)created.Json["network"], (string?)created.Json["contractAddress"], (string?)created.Json["state"], (string?)created.Json["priceUsd"], (string?)created.Json["note"]));
        Assert.Equal($"key {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ApiStack.Key)))[..8]}", (string?)created.Json["by"]);

        var read = await Api.GetAsync(asset);
        Assert.Equal((HttpStatusCode.OK, created.Text, created.Headers["ETag"]), (read.Status, read.Text, read.Headers["ETag"]));
        Assert.Equal(HttpStatusCode.NotModified, (await Api.GetAsync(asset, read.Headers["ETag"])).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Api.SendAsync(HttpMethod.Put, asset, Spam, ("If-None-Match", "*"))).Status);

        var replaced = await Api.SendAsync(HttpMethod.Put, asset, """{"priceUsd":2,"note":"pegged"}""", ("If-Match", read.Headers["ETag"]));
        Assert.Equal((HttpStatusCode.OK, null, "2"), (replaced.Status, (string?)replaced.Json["state"], (string?)replaced.Json["priceUsd"]));
        Assert.NotEqual(read.Headers["ETag"], replaced.Headers["ETag"]);
        Assert.Equal(HttpStatusCode.OK, (await Api.GetAsync(asset, read.Headers["ETag"])).Status);

        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Api.SendAsync(HttpMethod.Delete, asset, body: null, ("If-Match", read.Headers["ETag"]))).Status);
        var removed = await Api.SendAsync(HttpMethod.Delete, asset, body: null, ("If-Match", replaced.Headers["ETag"]));
        Assert.Equal((HttpStatusCode.OK, true), (removed.Status, (bool)removed.Json["removed"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await Api.GetAsync(asset)).Status);
        Assert.False((bool)(await Api.SendAsync(HttpMethod.Delete, asset)).Json["removed"]!);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Api.SendAsync(HttpMethod.Put, asset, Spam, ("If-Match", replaced.Headers["ETag"]))).Status);
    }

    [Fact]
    public async Task An_override_is_found_under_every_spelling_of_its_asset()
    {
        await Api.SendAsync(HttpMethod.Put, $"assets/Ethereum/{Uni.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal)}/override", Spam, []);

        var read = await Api.GetAsync($"assets/ethereum/{Uni}/override");

        Assert.Equal((HttpStatusCode.OK, "ethereum", Uni), (read.Status, (string?)read.Json["network"], (string?)read.Json["contractAddress"]));
        Assert.Equal(HttpStatusCode.OK, (await Api.SendAsync(HttpMethod.Delete, $"assets/ethereum/{Uni}/override")).Status);
    }
}
