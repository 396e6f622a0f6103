using AssetFunctions.Sync.Assets;
using AssetFunctions.Sync.Caching;
using AssetFunctions.Sync.Phases.Extract;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Prices;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Wallets;
using AssetFunctions.Testing.InMemory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Testing.Drivers;

/// <summary>What decides which values count, composed as the app composes it.</summary>
public sealed class Judging
{
    // Most users need none, and every cache has a timer, which is slow on a clock that tests advance by hours.
    readonly Lazy<PriceChecks> _checks;

    /// <param name="store">Overrides and price checks, or null for none yet.</param>
    /// <param name="rules">Rules of price checks, or null for those of the product.</param>
    public Judging(
        TimeProvider clock, ITrustStore? store = null, IPriceProvider? provider = null, AssetCache? cache = null, ConfirmationRules? rules = null,
        ValuationOptions? options = null)
    {
        Store = store ?? new InMemoryTrustStore();
        Trust = new TrustTable(Store, clock, NullLogger<TrustTable>.Instance);
        Bound = new UnvouchedBound(Options.Create(options ?? new ValuationOptions()));
        Values = new WalletValues(Spam, Bound);
        _checks = new Lazy<PriceChecks>(() => new PriceChecks(
            Trust, Store, cache ?? new AssetCache(new InMemoryAssetRegistry(clock), Options.Create(new CacheOptions()), clock, new Random(1)), Spam, Bound, rules ?? new ConfirmationRules(), clock, NullLogger<PriceChecks>.Instance, provider));
    }

    public static SpamRules Rules { get; } = new(Options.Create(new SpamOptions()));

    public SpamRules Spam => Rules;

    public ITrustStore Store { get; }

    public TrustTable Trust { get; }

    public UnvouchedBound Bound { get; }

    public WalletValues Values { get; }

    public PriceChecks Checks => _checks.Value;
}
