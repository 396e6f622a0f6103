using AssetFunctions.LocalWorker.Queues;

namespace AssetFunctions.LocalWorker.Tests.Queues;

public sealed class PollingDelayTests
{
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    [Fact]
    public void The_first_wait_is_the_shortest_and_the_last_the_longest()
    {
        var delay = new PollingDelay(Shortest, Longest, new Random(1));

        var waits = Enumerable.Range(0, 30).Select(_ => delay.Next()).ToList();

        Assert.Equal(Shortest, waits[0]);
        Assert.Equal(Longest, waits[^1]);
        Assert.Equal(waits.Order(), waits);
    }

    [Fact]
    public void Waits_double_within_a_jitter_of_a_fifth()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var delay = new PollingDelay(Shortest, Longest, new Random(seed));
            _ = delay.Next();
            for (var attempt = 0; attempt < 8; attempt++)
            {
                var increment = (delay.Next() - Shortest) / Shortest / Math.Pow(2, attempt);
                Assert.InRange(increment, 0.799, 1.201);
            }
        }
    }

    [Fact]
    public void Two_seeds_do_not_poll_in_step()
    {
        var one = new PollingDelay(Shortest, Longest, new Random(1));
        var two = new PollingDelay(Shortest, Longest, new Random(2));

        Assert.NotEqual(
            Enumerable.Range(0, 5).Select(_ => one.Next()),
            Enumerable.Range(0, 5).Select(_ => two.Next()));
    }

    [Fact]
    public void A_message_starts_the_waits_over()
    {
        var delay = new PollingDelay(Shortest, Longest, new Random(1));
        for (var poll = 0; poll < 30; poll++)
        {
            _ = delay.Next();
        }

        delay.Reset();

        Assert.Equal(Shortest, delay.Next());
    }

    [Fact]
    public void A_longest_wait_of_the_shortest_is_kept()
    {
        var delay = new PollingDelay(Shortest, Shortest, new Random(1));

        Assert.All(Enumerable.Range(0, 5).Select(_ => delay.Next()), wait => Assert.Equal(Shortest, wait));
    }
}
