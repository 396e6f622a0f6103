using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests.Providers;

public sealed class FallbackPositionProviderTests
{
    static readonly SourceAnswer Narrow = Served("alchemy");
    static readonly SourceAnswer LongPause = new SourceAnswer.Throttled(TimeSpan.FromHours(1), "The day's quota is used up.");
    static readonly SourceAnswer BadKey = new SourceAnswer.Unauthorized("The key is rejected.");
    static readonly SourceAnswer Refused = new SourceAnswer.Refused("The wallet is not served.");

    [Fact]
    public async Task The_first_source_serves_while_it_can()
    {
        var second = new Source("alchemy", () => Narrow);

        Assert.Equal("zerion", await SourceOfAsync(new Source("zerion", () => Served("zerion")), second));
        Assert.Equal(0, second.Calls);
    }

    [Fact]
    public async Task The_second_source_serves_when_the_first_is_down_out_of_quota_or_rejects_the_key()
    {
        Assert.Equal("alchemy", await SourceOfAsync(Down("zerion"), new Source("alchemy", () => Narrow)));
        Assert.Equal("alchemy", await SourceOfAsync(new Source("zerion", () => LongPause), new Source("alchemy", () => Narrow)));
        Assert.Equal("alchemy", await SourceOfAsync(new Source("zerion", () => BadKey), new Source("alchemy", () => Narrow)));
    }

    [Fact]
    public async Task A_source_that_is_left_alone_because_it_fails_makes_way_at_once_however_short_the_pause()
    {
        var outage = new SourceAnswer.Throttled(TimeSpan.FromSeconds(1), "It fails too often.") { IsOutage = true };

        Assert.Equal("alchemy", await SourceOfAsync(new Source("zerion", () => outage), new Source("alchemy", () => Narrow)));
        Assert.Same(outage, await AskAsync(new Source("zerion", () => outage)));
    }

    [Fact]
    public async Task A_short_pause_a_wallet_in_preparation_and_a_refused_wallet_do_not_lead_to_the_second_source()
    {
        SourceAnswer[] answers =
        [
            new SourceAnswer.Throttled(TimeSpan.FromSeconds(60), "Slow down."),
            new SourceAnswer.NotReady(TimeSpan.FromHours(1), "In preparation."),
            Refused,
        ];
        foreach (var answer in answers)
        {
            var second = new Source("alchemy", () => Narrow);

            Assert.Same(answer, await AskAsync(new Source("zerion", () => answer), second));
            Assert.Equal(0, second.Calls);
        }
    }

    [Fact]
    public async Task What_the_first_said_stands_when_no_other_source_serves_the_wallet()
    {
        Assert.Same(LongPause, await AskAsync(new Source("zerion", () => LongPause), Down("alchemy")));
        Assert.Same(LongPause, await AskAsync(new Source("zerion", () => LongPause), new Source("alchemy", () => Refused)));
        Assert.Same(BadKey, await AskAsync(new Source("zerion", () => BadKey), new Source("alchemy", () => Refused)));

        var fault = await Assert.ThrowsAsync<ProviderException>(() => AskAsync(Down("zerion"), new Source("alchemy", () => LongPause)));
        Assert.Equal("zerion is down.", fault.Message);
    }

    [Fact]
    public async Task A_rejected_key_does_not_fail_a_run_that_another_source_can_serve_later() =>
        Assert.Same(LongPause, await AskAsync(new Source("zerion", () => BadKey), new Source("alchemy", () => LongPause)));

    [Fact]
    public async Task A_single_source_answers_for_itself()
    {
        Assert.Same(LongPause, await AskAsync(new Source("zerion", () => LongPause)));
        await Assert.ThrowsAsync<ProviderException>(() => AskAsync(Down("zerion")));
    }

    static SourceAnswer.Served<PositionSet> Served(string source) =>
        new(new PositionSet { Source = source, Rows = [], Skipped = new Dictionary<SkipReason, int>() });

    static Source Down(string name) => new(name, () => throw new ProviderException($"{name} is down."));

    static async Task<string> SourceOfAsync(params IReadOnlyList<IPositionProvider> sources) =>
        Assert.IsType<SourceAnswer.Served<PositionSet>>(await AskAsync(sources)).Value.Source;

    static Task<SourceAnswer> AskAsync(params IReadOnlyList<IPositionProvider> sources) =>
        new FallbackPositionProvider(sources, Options.Create(new ProvidersOptions()), NullLogger<FallbackPositionProvider>.Instance)
            .FetchPositionsAsync(TestRows.Wallet, CancellationToken.None);

    sealed class Source(string name, Func<SourceAnswer> answer) : IPositionProvider
    {
        public string Name => name;

        public int Calls { get; private set; }

        public Task<SourceAnswer> FetchPositionsAsync(string wallet, CancellationToken cancellationToken)
        {
            Calls++;
            return Task.FromResult(answer());
        }
    }
}
