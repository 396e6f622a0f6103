using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Providers;

public sealed class FallbackPositionProviderTests
{
    static readonly ProviderResult Narrow = Served("alchemy");
    static readonly ProviderResult LongPause = new ProviderResult.Throttled(TimeSpan.FromHours(1), "The day's quota is used up.");
    static readonly ProviderResult BadKey = new ProviderResult.Unauthorized("The key is rejected.");
    static readonly ProviderResult Refused = new ProviderResult.Refused("The wallet is not served.");

    [Fact]
    public async Task First_provider_serves_while_it_can()
    {
        var second = new Provider("alchemy", () => Narrow);

        Assert.Equal("zerion", await ProviderOfAsync(new Provider("zerion", () => Served("zerion")), second));
        Assert.Equal(0, second.Calls);
    }

    [Fact]
    public async Task Second_provider_serves_when_the_first_is_down_out_of_quota_or_rejects_the_key()
    {
        Assert.Equal("alchemy", await ProviderOfAsync(Down("zerion"), new Provider("alchemy", () => Narrow)));
        Assert.Equal("alchemy", await ProviderOfAsync(new Provider("zerion", () => LongPause), new Provider("alchemy", () => Narrow)));
        Assert.Equal("alchemy", await ProviderOfAsync(new Provider("zerion", () => BadKey), new Provider("alchemy", () => Narrow)));
    }

    [Fact]
    public async Task Failing_provider_is_replaced_at_once_however_short_the_pause()
    {
        var outage = new ProviderResult.Throttled(TimeSpan.FromSeconds(1), "It fails too often.") { IsOutage = true };

        Assert.Equal("alchemy", await ProviderOfAsync(new Provider("zerion", () => outage), new Provider("alchemy", () => Narrow)));
        Assert.Same(outage, await CallAsync(new Provider("zerion", () => outage)));
    }

    [Fact]
    public async Task Short_pause_and_wallet_in_preparation_and_refused_wallet_do_not_lead_to_the_second_provider()
    {
        ProviderResult[] results =
        [
            new ProviderResult.Throttled(TimeSpan.FromSeconds(60), "Slow down."),
            new ProviderResult.NotReady(TimeSpan.FromHours(1), "In preparation."),
            Refused,
        ];
        foreach (var result in results)
        {
            var second = new Provider("alchemy", () => Narrow);

            Assert.Same(result, await CallAsync(new Provider("zerion", () => result), second));
            Assert.Equal(0, second.Calls);
        }
    }

    [Fact]
    public async Task Result_of_the_first_provider_counts_when_no_other_serves_the_wallet()
    {
        Assert.Same(LongPause, await CallAsync(new Provider("zerion", () => LongPause), Down("alchemy")));
        Assert.Same(LongPause, await CallAsync(new Provider("zerion", () => LongPause), new Provider("alchemy", () => Refused)));
        Assert.Same(BadKey, await CallAsync(new Provider("zerion", () => BadKey), new Provider("alchemy", () => Refused)));

        var fault = await Assert.ThrowsAsync<ProviderException>(() => CallAsync(Down("zerion"), new Provider("alchemy", () => LongPause)));
        Assert.Equal("zerion is down.", fault.Message);
    }

    [Fact]
    public async Task A_rejected_key_does_not_fail_a_run_that_another_provider_can_serve_later() =>
        Assert.Same(LongPause, await CallAsync(new Provider("zerion", () => BadKey), new Provider("alchemy", () => LongPause)));

    [Fact]
    public async Task Result_of_a_single_provider_is_passed_on()
    {
        Assert.Same(LongPause, await CallAsync(new Provider("zerion", () => LongPause)));
        await Assert.ThrowsAsync<ProviderException>(() => CallAsync(Down("zerion")));
    }

    static ProviderResult.Served<PositionSet> Served(string provider) =>
        new(new PositionSet { Provider = provider, Rows = [], Skipped = new Dictionary<SkipReason, int>() });

    static Provider Down(string name) => new(name, () => throw new ProviderException($"{name} is down."));

    static async Task<string> ProviderOfAsync(params IReadOnlyList<IPositionProvider> providers) =>
        Assert.IsType<ProviderResult.Served<PositionSet>>(await CallAsync(providers)).Value.Provider;

    static Task<ProviderResult> CallAsync(params IReadOnlyList<IPositionProvider> providers) =>
        new FallbackPositionProvider(providers, Options.Create(new ProvidersOptions()), NullLogger<FallbackPositionProvider>.Instance)
            .FetchPositionsAsync(TestRows.Wallet, CancellationToken.None);

    sealed class Provider(string name, Func<ProviderResult> result) : IPositionProvider
    {
        public string Name => name;

        public int Calls { get; private set; }

        public Task<ProviderResult> FetchPositionsAsync(string wallet, CancellationToken cancellationToken)
        {
            Calls++;
            return Task.FromResult(result());
        }
    }
}
