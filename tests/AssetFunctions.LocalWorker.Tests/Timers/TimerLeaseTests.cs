using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Tests.Support;
using AssetFunctions.LocalWorker.Timers;
using AssetFunctions.Testing.Time;

namespace AssetFunctions.LocalWorker.Tests.Timers;

public sealed class TimerLeaseTests : IDisposable
{
    readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    readonly string _directory = Directory.CreateTempSubdirectory("lease-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_held_lease_is_not_given_to_another()
    {
        Assert.True(await Lease("one").TryHoldAsync(CancellationToken.None));

        Assert.False(await Lease("two").TryHoldAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_lease_that_is_not_renewed_passes_on_when_its_time_is_over()
    {
        await Lease("one").TryHoldAsync(CancellationToken.None);
        _time.Advance(WorkerConstants.TimerLease);

        Assert.True(await Lease("two").TryHoldAsync(CancellationToken.None));
        Assert.False(await Lease("one").TryHoldAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_renewed_lease_stays()
    {
        for (var renewal = 0; renewal < 10; renewal++)
        {
            Assert.True(await Lease("one").TryHoldAsync(CancellationToken.None));
            _time.Advance(WorkerConstants.TimerLease / 2);
            Assert.False(await Lease("two").TryHoldAsync(CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_released_lease_passes_on_at_once()
    {
        await Lease("one").TryHoldAsync(CancellationToken.None);
        await Lease("one").ReleaseAsync();

        Assert.True(await Lease("two").TryHoldAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Only_the_owner_can_release()
    {
        await Lease("one").TryHoldAsync(CancellationToken.None);
        await Lease("two").ReleaseAsync();

        Assert.False(await Lease("two").TryHoldAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"Owner\":\"one\",\"Unt")]
    public async Task A_record_cut_off_by_a_crash_owns_nothing(string content)
    {
        await File.WriteAllTextAsync(LeasePath, content);

        Assert.True(await Lease("two").TryHoldAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Of_many_at_once_exactly_one_gets_it()
    {
        var held = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            number => Task.Run(() => Lease($"{number}").TryHoldAsync(CancellationToken.None))));

        Assert.Single(held, isHeld => isHeld);
    }

    string LeasePath => Path.Combine(_directory, "timer.lease");

    TimerLease Lease(string owner) => new(LeasePath, owner, new WorkerOptions { Time = _time });
}
