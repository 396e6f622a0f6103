using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Sync.Assets;

/// <summary>Result of changing an override.</summary>
public abstract record OverrideOutcome
{
    OverrideOutcome()
    {
    }

    /// <summary>The override is stored.</summary>
    public sealed record Stored(AssetOverride Value, string Version, bool IsNew) : OverrideOutcome;

    /// <summary>There is no override any more.</summary>
    /// <param name="Existed">Whether there was one.</param>
    public sealed record Removed(bool Existed) : OverrideOutcome;

    /// <summary>The condition is not met.</summary>
    /// <param name="Version">Version of the stored override, or null if there is none.</param>
    public sealed record Outdated(string? Version) : OverrideOutcome;
}

/// <summary>Changes overrides. Each change applies to this process at once, to all others within a minute, and is an event in the log.</summary>
public sealed partial class AssetOverrides(ITrustStore store, TrustTable table, ILogger<AssetOverrides> logger)
{
    const int MaxAttempts = 3;

    /// <summary>Stores an override.</summary>
    public Task<OverrideOutcome> SetAsync(AssetKey key, AssetOverride value, OverrideCondition condition, CancellationToken cancellationToken) =>
        ChangeAsync(key, value, value.By, condition, cancellationToken);

    /// <summary>Removes an override.</summary>
    /// <param name="by">See <see cref="AssetOverride.By"/>.</param>
    public Task<OverrideOutcome> RemoveAsync(AssetKey key, string by, OverrideCondition condition, CancellationToken cancellationToken) =>
        ChangeAsync(key, value: null, by, condition, cancellationToken);

    // Every write depends on what was read, so that the event names the version that it replaces.
    async Task<OverrideOutcome> ChangeAsync(AssetKey key, AssetOverride? value, string by, OverrideCondition condition, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var before = await store.FindOverrideAsync(key, cancellationToken);
            if (before is null ? condition.Version is not null : condition.MustBeAbsent || (condition.Version ?? before.Version) != before.Version)
            {
                return new OverrideOutcome.Outdated(before?.Version);
            }

            if (value is null && before is null)
            {
                return new OverrideOutcome.Removed(Existed: false);
            }

            var asRead = before is null ? OverrideCondition.Absent : OverrideCondition.Match(before.Version);
            if (await store.SetOverrideAsync(key, value, asRead, cancellationToken) is { } stored)
            {
                table.Add(new Dictionary<AssetKey, AssetOverride?> { [key] = value }, new Dictionary<AssetKey, PriceConfirmation>());
                return Report(key, value, by, before?.Version, stored.Version);
            }
        }

        throw new TransientStoreException($"The override of {key} kept changing while it was stored.");
    }

    OverrideOutcome Report(AssetKey key, AssetOverride? value, string by, string? oldVersion, string version)
    {
        if (value is null)
        {
            Log.OverrideRemoved(logger, key.Network, key.ContractAddress, by, oldVersion);
            return new OverrideOutcome.Removed(Existed: true);
        }

        Log.OverrideStored(logger, key.Network, key.ContractAddress, value.State, value.PriceUsd, value.Note, by, oldVersion);
        return new OverrideOutcome.Stored(value, version, oldVersion is null);
    }

    static partial class Log
    {
        [LoggerMessage(
            SyncEvents.OverrideStored, LogLevel.Information,
            "Override of {Network} {Address} stored by {By}: state {State}, price {Price}, note \"{Note}\", replaces version {OldVersion}.")]
        public static partial void OverrideStored(
            ILogger logger, string network, string address, SpamState? state, decimal? price, string note, string by, string? oldVersion);

        [LoggerMessage(SyncEvents.OverrideRemoved, LogLevel.Information, "Override of {Network} {Address} removed by {By}, version {OldVersion}.")]
        public static partial void OverrideRemoved(ILogger logger, string network, string address, string by, string? oldVersion);
    }
}
