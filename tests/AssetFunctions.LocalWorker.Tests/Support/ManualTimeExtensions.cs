using AssetFunctions.Testing.Time;

namespace AssetFunctions.LocalWorker.Tests.Support;

static class ManualTimeExtensions
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Moves the clock on step by step, leaving the app time to react, until the condition holds.</summary>
    public static Task AdvanceUntilAsync(this ManualTimeProvider time, TimeSpan step, Func<bool> condition)
        => Eventually.TrueAsync(
            () =>
            {
                if (condition())
                {
                    return Task.FromResult(true);
                }

                time.Advance(step);
                return Task.FromResult(false);
            },
            Pause);
}
