using AssetFunctions.Sync.Wallets;

namespace AssetFunctions.Sync.Tests.Wallets;

public sealed class WalletLocksTests
{
    readonly WalletLocks _locks = new();

    [Fact]
    public async Task Only_one_caller_at_a_time_has_the_lock_of_a_wallet()
    {
        var first = await _locks.AcquireAsync("a", default);
        var second = _locks.AcquireAsync("a", default);

        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task Two_wallets_do_not_wait_for_each_other()
    {
        using var first = await _locks.AcquireAsync("a", default);
        var second = _locks.AcquireAsync("b", default);

        Assert.True(second.IsCompletedSuccessfully);
        (await second).Dispose();
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_keep_the_lock()
    {
        var first = await _locks.AcquireAsync("a", default);
        using var patience = new CancellationTokenSource();
        var second = _locks.AcquireAsync("a", patience.Token);
        var third = _locks.AcquireAsync("a", default);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();

        (await third).Dispose();
    }
}
