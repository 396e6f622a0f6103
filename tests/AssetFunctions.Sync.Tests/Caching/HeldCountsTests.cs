using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;

namespace AssetFunctions.Sync.Tests.Caching;

public sealed class HeldCountsTests
{
    static readonly AssetKey Ether = new("ethereum", AssetIdentity.Native);
    static readonly AssetKey Dai = new("ethereum", "0x1");
    static readonly AssetKey Usdc = new("ethereum", "0x2");

    [Fact]
    public void A_count_is_taken_once_and_begins_again()
    {
        var counts = new HeldCounts(10);
        counts.Add(Ether);
        counts.Add(Ether);
        counts.Add(Dai);

        Assert.Equal([new HeldCount(Ether, 2)], counts.Take([Ether, Usdc]));
        Assert.Empty(counts.Take([Ether]));
        counts.Add(Ether);
        Assert.Equal([new HeldCount(Ether, 1), new HeldCount(Dai, 1)], counts.Take([Ether, Dai]));
    }

    [Fact]
    public void Beyond_the_maximum_only_known_assets_are_counted_until_others_were_taken()
    {
        var counts = new HeldCounts(1);
        counts.Add(Ether);
        counts.Add(Dai);
        counts.Add(Ether);

        Assert.Equal([new HeldCount(Ether, 2)], counts.Take([Ether, Dai]));
        counts.Add(Dai);
        Assert.Equal([new HeldCount(Dai, 1)], counts.Take([Dai]));
    }

    [Fact]
    public void Concurrent_syncs_lose_no_count()
    {
        var counts = new HeldCounts(10);
        var taken = 0L;

        Parallel.For(0, 10_000, n =>
        {
            counts.Add(Ether);
            if (n % 7 == 0)
            {
                Interlocked.Add(ref taken, counts.Take([Ether]).Sum(held => held.Count));
            }
        });

        Assert.Equal(10_000, taken + counts.Take([Ether]).Sum(held => held.Count));
    }
}
