using AssetFunctions.Functions;
using AssetFunctions.Http;
using AssetFunctions.Sync.Queries;
using AssetFunctions.Sync.Transactions;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.Tests.Http;

/// <summary>The content of a token is validated: anyone can make one up, with a valid checksum.</summary>
public sealed class ContinuationTokenTests
{
    const string Wallet = "0x00000000000000000000000000000000000a11ce";

    static readonly PositionQuery Positions = new() { PageSize = 10, Order = PositionOrder.Value };
    static readonly TransactionFilter Transactions = new() { PageSize = 10 };

    [Fact]
    public void Place_of_positions_round_trips()
    {
        var byId = Positions with { Order = PositionOrder.Id };
        var behind = new PositionPlace.Behind("an id with spaces");
        var shown = new PositionPlace.Shown(int.MaxValue, "digest");

        Assert.Equal(behind, PositionTokens.Read(Wallet, byId, PositionTokens.Create(Wallet, byId, behind)));
        Assert.Equal(shown, PositionTokens.Read(Wallet, Positions, PositionTokens.Create(Wallet, Positions, shown)));
    }

    [Fact]
    public void Place_of_transactions_round_trips()
    {
        var place = new TransactionPlace(DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_123), "an id with spaces");

        Assert.Equal(place, TransactionTokens.Read(Wallet, Transactions, TransactionTokens.Create(Wallet, Transactions, place)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("id")]
    [InlineData("1.5")]
    [InlineData("1.5 ")]
    [InlineData("x id")]
    [InlineData("0 digest")]
    [InlineData("-1 digest")]
    [InlineData("2147483648 digest")]
    [InlineData("1 digest more")]
    public void Made_up_place_of_positions_is_invalid(string place) =>
        Assert.Null(PositionTokens.Read(Wallet, Positions, ContinuationTokens.Create(["positions", Wallet, null, null, null, "Include", "Value"], place)));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("id")]
    [InlineData("5 ")]
    [InlineData(" id")]
    [InlineData("-1 id")]
    [InlineData("253402300800000 id")]
    [InlineData("99999999999999999999 id")]
    public void Made_up_place_of_transactions_is_invalid(string place) =>
        Assert.Null(TransactionTokens.Read(Wallet, Transactions, ContinuationTokens.Create(["transactions", Wallet, null, null, null, "Exclude"], place)));

    // The two theories above would hold for a wrong list as well.
    [Fact]
    public void Made_up_place_that_is_plausible_is_valid()
    {
        Assert.Equal(new PositionPlace.Shown(2, "id"), PositionTokens.Read(Wallet, Positions, ContinuationTokens.Create(["positions", Wallet, null, null, null, "Include", "Value"], "2 id")));
        Assert.Equal(
            new TransactionPlace(DateTimeOffset.UnixEpoch, "id"),
            TransactionTokens.Read(Wallet, Transactions, ContinuationTokens.Create(["transactions", Wallet, null, null, null, "Exclude"], "0 id")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("MiBpZA")]
    [InlineData("MiBpZA.")]
    [InlineData("?.AAAAAAAAAAAAAAAA")]
    [InlineData("MiBpZA.AAAAAAAAAAAAAAAA")]
    [InlineData("//79.AAAAAAAAAAAAAAAA")]
    public void Token_without_its_checksum_is_damaged(string token) => Assert.Null(ContinuationTokens.Read(["positions"], token));

    [Fact]
    public void Run_id_waits_for_an_hour_for_its_wallet_only()
    {
        var clock = new ManualTimeProvider();
        var ids = new RunIds(clock);
        var requested = clock.GetUtcNow();
        var id = ids.Create(Wallet);

        Assert.Equal(requested.ToUnixTimeMilliseconds(), ids.WaitingSince(Wallet, id)!.Value.ToUnixTimeMilliseconds());
        Assert.Null(ids.WaitingSince($"{Wallet[..^1]}f", id));
        Assert.Null(ids.WaitingSince(Wallet, id[1..]));
        Assert.Null(ids.WaitingSince(Wallet, id + "x"));
        Assert.Null(ids.WaitingSince(Wallet, ""));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(ids.WaitingSince(Wallet, id));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(ids.WaitingSince(Wallet, id));
    }

    [Theory]
    [InlineData("ffffffffffff-00000000")]
    [InlineData("zzzzzzzzzzzz-00000000")]
    [InlineData("-00000000001-00000000")]
    public void Run_id_with_an_implausible_time_is_not_waited_for(string stamp)
    {
        var checksum = Sync.ContentHash.Text(Sync.ContentHash.Of("run", Wallet, stamp));

        Assert.Null(new RunIds(new ManualTimeProvider()).WaitingSince(Wallet, $"{stamp}-{checksum}"));
    }
}
