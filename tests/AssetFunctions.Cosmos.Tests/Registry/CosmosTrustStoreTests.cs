using System.Text;
using System.Text.Json;
using AssetFunctions.Cosmos.Documents;
using AssetFunctions.Cosmos.Tests.Support;
using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.Time;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static AssetFunctions.Testing.Fixtures.AssetExamples;

namespace AssetFunctions.Cosmos.Tests.Registry;

public sealed class CosmosTrustStoreTests(CosmosFixture cosmos) : TrustStoreContract, IClassFixture<CosmosFixture>
{
    static readonly CancellationToken Token = CancellationToken.None;
    static readonly PartitionKey Partition = new(TrustDocument.Partition);
    static readonly AssetOverride Spam = new("phishing", "unknown", DateTimeOffset.UnixEpoch) { State = SpamState.Spam };

    protected override ITrustStore Store => cosmos.Trust;

    [Fact]
    public async Task An_override_stays_until_removed_and_its_removal_for_two_days_and_a_price_check_for_90()
    {
        var key = new AssetKey("ttl", "0x1");
        await Store.SetOverrideAsync(key, Spam, OverrideCondition.Any, Token);
        Assert.False((await ReadAsync("$o:ttl:0x1")).TryGetProperty("ttl", out _));

        await Store.SetOverrideAsync(key, null, OverrideCondition.Any, Token);
        await Store.SetConfirmationsAsync(Checks("ttl", 1), Token);

        var (mark, check) = (await ReadAsync("$o:ttl:0x1"), await ReadAsync("$c:ttl:0x1"));
        Assert.Equal((true, 172_800), (mark.GetProperty("removed").GetBoolean(), mark.GetProperty("ttl").GetInt32()));
        Assert.False(mark.TryGetProperty("state", out _));
        Assert.Equal(7_776_000, check.GetProperty("ttl").GetInt32());
    }

    [Fact]
    public async Task A_change_by_one_instance_is_visible_to_another_within_a_minute()
    {
        var key = new AssetKey("instances", "0x1");
        var clock = new ManualTimeProvider();
        await using var other = CosmosFixture.Compose(("ConnectionString", cosmos.Server.ConnectionString));
        var (here, there) = (Table(Store), Table(other.GetRequiredService<ITrustStore>()));
        await here.GetAsync(Token);
        await there.GetAsync(Token);

        foreach (var value in new[] { Spam, Spam with { State = null, PriceUsd = 1.5m }, null })
        {
            await Store.SetOverrideAsync(key, value, OverrideCondition.Any, Token);
            here.Add(new Dictionary<AssetKey, AssetOverride?> { [key] = value }, new Dictionary<AssetKey, PriceConfirmation>());
            Assert.Equal(value, (await here.GetAsync(Token)).Find(key)?.Override);
            clock.Advance(TimeSpan.FromSeconds(59));
            Assert.Equal(value, (await there.GetAsync(Token)).Find(key)?.Override);
        }

        TrustTable Table(ITrustStore store) => new(store, clock, NullLogger<TrustTable>.Instance);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    public async Task A_hundred_price_checks_take_one_request(int checks, int requests)
    {
        using var usage = cosmos.Meter.Begin();
        await Store.SetConfirmationsAsync(Checks("requests", checks), Token);

        Assert.Equal(requests, usage.Usage.Requests);
    }

    [Fact]
    public async Task A_read_of_all_or_of_changes_takes_one_request()
    {
        await Store.SetOverrideAsync(new AssetKey("one", "0x1"), Spam, OverrideCondition.Any, Token);
        using var usage = cosmos.Meter.Begin();

        var all = await Store.ListAsync(since: null, Token);
        await Store.ListAsync(all.Next, Token);

        Assert.Equal(2, usage.Usage.Requests);
    }

    [Fact]
    public async Task No_search_and_no_query_of_held_assets_shows_an_override_or_a_price_check()
    {
        await cosmos.Registry.CreateAsync("hidden", Assets("hidden", 2), Token);
        await Store.SetOverrideAsync(new AssetKey("hidden", "0x0"), Spam, OverrideCondition.Any, Token);
        await Store.SetConfirmationsAsync(Checks("hidden", 2), Token);
        var search = cosmos.Services.GetRequiredService<IAssetSearch>();

        var found = new List<AssetKey>();
        var query = new AssetSearchQuery { PageSize = 1_000 };
        do
        {
            var page = await search.SearchAsync(query, Token);
            found.AddRange(page.Assets.Select(asset => asset.Key));
            query = query with { After = page.Continuation };
        }
        while (query.After is not null);

        Assert.Equal(2, found.Count(key => key.Network == "hidden"));
        Assert.Empty((await search.SearchAsync(new() { PageSize = 10, Network = TrustDocument.Partition }, Token)).Assets);
        Assert.Empty((await search.SearchAsync(new() { PageSize = 10, Text = "$o:hidden:0x0" }, Token)).Assets);
        Assert.DoesNotContain(TrustDocument.Partition, await cosmos.Registry.ListHeldNetworksAsync(DateTimeOffset.UnixEpoch, Token));
        var held = new HeldAssetsQuery(TrustDocument.Partition, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, PageSize: 10);
        Assert.Empty((await cosmos.Registry.ListHeldAsync(held, Token)).Assets);
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_does_not_hide_the_others()
    {
        var key = new AssetKey("unreadable", "0x1");
        await Store.SetOverrideAsync(key, Spam, OverrideCondition.Any, Token);
        foreach (var (address, state, price) in new[] { ("0x2", "dubious", "1"), ("0x3", "spam", "cheap") })
        {
            var text = $$"""
                {"id":"$o:unreadable:{{address}}","network":"$trust","type":"override","assetNetwork":"unreadable","assetAddress":"{{address}}",
                 "state":"{{state}}","priceUsd":"{{price}}"}
                """;
            using var response = await cosmos.RegistryContainer.UpsertItemStreamAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), Partition);
            response.EnsureSuccessStatusCode();
        }

        var stored = (await Store.ListAsync(since: null, Token)).Overrides.Where(entry => entry.Key.Network == "unreadable");

        Assert.Equal([KeyValuePair.Create<AssetKey, AssetOverride?>(key, Spam)], stored);
    }

    static Dictionary<AssetKey, PriceConfirmation> Checks(string network, int count) => Enumerable.Range(1, count)
        .ToDictionary(n => new AssetKey(network, $"0x{n:x}"), _ => new PriceConfirmation("defillama", DateTimeOffset.UnixEpoch, 1m));

    async Task<JsonElement> ReadAsync(string id)
    {
        using var response = await cosmos.RegistryContainer.ReadItemStreamAsync(id, Partition);
        response.EnsureSuccessStatusCode();
        using var document = await JsonDocument.ParseAsync(response.Content);
        return document.RootElement.Clone();
    }
}
