using System.Text.Json;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Tests.Support;
using AssetFunctions.Testing.Time;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Items;

public sealed class TimeToLiveTests : CosmosTest
{
    readonly ManualTimeProvider _clock = new();

    protected override LocalCosmosOptions Options => new() { Clock = _clock };

    protected override ContainerProperties Definition => new("items", "/pk") { DefaultTimeToLive = 10 };

    [Fact]
    public async Task Items_expire_by_the_containers_default_unless_they_have_a_ttl()
    {
        await PutAsync("""{"id":"default","pk":"p"}""", """{"id":"long","pk":"p","ttl":20}""", """{"id":"never","pk":"p","ttl":-1}""");

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal("default long never", await IdsAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("long never", await IdsAsync());
        Assert.Equal("404/0", await RefusalOfAsync(() => Items.ReadItemAsync<Doc>("default", Key)));
        Assert.Equal("404/0", await RefusalOfAsync(() => Items.ReplaceItemAsync(new Doc("default", "p"), "default", Key)));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("never", await IdsAsync());
    }

    [Fact]
    public async Task An_expired_item_can_be_created_again()
    {
        await PutAsync("""{"id":"a","pk":"p"}""");
        _clock.Advance(TimeSpan.FromSeconds(10));
        await CreateAsync(new Doc("a", "p", 2));

        Assert.Equal(2, (await Items.ReadItemAsync<Doc>("a", Key)).Resource.V);
        Assert.Equal("a", await IdsAsync());
    }

    [Fact]
    public async Task Every_write_restarts_the_time_to_live()
    {
        await PutAsync("""{"id":"patched","pk":"p"}""", """{"id":"replaced","pk":"p"}""", """{"id":"read","pk":"p"}""");
        _clock.Advance(TimeSpan.FromSeconds(6));
        await Items.PatchItemAsync<Doc>("patched", Key, [PatchOperation.Set("/v", 1)]);
        await Items.ReplaceItemAsync(new Doc("replaced", "p"), "replaced", Key);
        await Items.ReadItemAsync<Doc>("read", Key);
        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal("patched replaced", await IdsAsync());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("null")]
    [InlineData("-2")]
    [InlineData("1.5")]
    [InlineData("\"10\"")]
    [InlineData("2147483648")]
    public async Task An_invalid_time_to_live_is_refused(string ttl) =>
        Assert.Equal("400/0", await RefusalOfAsync(() => PutAsync($$"""{"id":"a","pk":"p","ttl":{{ttl}}}""")));

    [Fact]
    public async Task Minus_one_on_the_container_leaves_it_to_the_items()
    {
        await Items.ReplaceContainerAsync(new ContainerProperties("items", "/pk") { DefaultTimeToLive = -1 });
        await PutAsync("""{"id":"own","pk":"p","ttl":5}""", """{"id":"none","pk":"p"}""");
        _clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal("none", await IdsAsync());
    }

    [Fact]
    public async Task A_container_without_time_to_live_ignores_that_of_items_until_it_gets_one()
    {
        await Items.ReplaceContainerAsync(new ContainerProperties("items", "/pk"));
        await PutAsync("""{"id":"own","pk":"p","ttl":5}""", """{"id":"odd","pk":"p","ttl":"soon"}""");
        _clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal("odd own", await IdsAsync());

        await Items.ReplaceContainerAsync(new ContainerProperties("items", "/pk") { DefaultTimeToLive = -1 });
        Assert.Equal("odd", await IdsAsync());
    }

    [Fact]
    public async Task Expired_items_are_removed_from_memory()
    {
        await PutAsync("""{"id":"a","pk":"p"}""");
        _clock.Advance(TimeSpan.FromMinutes(2));
        await Items.ReplaceContainerAsync(new ContainerProperties("items", "/pk"));
        Assert.Equal("", await IdsAsync());
    }

    [Fact]
    public async Task The_deletion_of_expired_items_is_counted_as_units_and_not_as_requests()
    {
        await PutAsync("""{"id":"a","pk":"p"}""", """{"id":"b","pk":"p"}""");
        var spent = await SpentOnAsync(() =>
        {
            _clock.Advance(TimeSpan.FromMinutes(2));
            return Task.CompletedTask;
        });
        var row = Assert.Single(spent.Rows);

        Assert.Equal((OperationType.Expiry, "items", 0L), (row.Operation, row.Container, row.Requests));
        Assert.InRange(row.RequestUnits, 2 * 4.95, 2 * 6);
        Assert.Equal((0, 0), (spent.Requests, spent.DataRequests));
    }

    async Task PutAsync(params string[] documents)
    {
        foreach (var json in documents)
        {
            await Items.UpsertItemAsync(JsonSerializer.Deserialize<JsonElement>(json), Key);
        }
    }

    async Task<string> IdsAsync() =>
        string.Join(' ', (await Pages.AllAsync<string>(Items, "SELECT VALUE c.id FROM c", Key)).Order(StringComparer.Ordinal));
}
