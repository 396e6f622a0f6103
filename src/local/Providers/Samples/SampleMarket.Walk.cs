namespace AssetFunctions.Local.Providers.Samples;

/// <summary>Prices that drift slowly over time, each at its own pace, and are the same for every caller at the same time.</summary>
static partial class SampleMarket
{
    /// <summary>Interval at which prices change, as behind the caches of price services.</summary>
    static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    // Two waves whose periods do not align look like a random walk, but stay close to the base price.
    const double SlowSwing = 0.02;
    const double QuickSwing = 0.005;
    static readonly TimeSpan SlowPeriod = TimeSpan.FromHours(7);
    static readonly TimeSpan QuickPeriod = TimeSpan.FromMinutes(47);

    /// <summary>US dollars per token at an instant, within 2.5% of its base price; null for the few tokens without a market price.</summary>
    public static decimal? Price(Token token, DateTimeOffset now)
    {
        if (Price(token) is not { } price)
        {
            return null;
        }

        var phase = Math.Abs(Hash($"{token.Network}:{token.Symbol}") % 1000) / 1000.0;
        var swing = (SlowSwing * Wave(now, SlowPeriod, phase)) + (QuickSwing * Wave(now, QuickPeriod, phase));
        return price * (1 + (decimal)swing);
    }

    static double Wave(DateTimeOffset now, TimeSpan period, double phase) =>
        Math.Sin(2 * Math.PI * (((now.UtcTicks - (now.UtcTicks % Step.Ticks)) / (double)period.Ticks) + phase));
}
