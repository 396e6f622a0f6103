using System.Globalization;
using System.Security.Cryptography;
using AssetFunctions.Http;
using AssetFunctions.Sync;

namespace AssetFunctions.Functions;

/// <summary>
/// Ids of requested runs: milliseconds since 1970 and a random number, both hexadecimal, then a checksum over both and the wallet. The checksum
/// distinguishes a run that is still queued from a mistyped id and from a run of another wallet.
/// </summary>
public sealed class RunIds(TimeProvider clock)
{
    const string Purpose = "run";
    const int TimeDigits = 12;
    const int RandomDigits = 8;
    const int StampLength = TimeDigits + 1 + RandomDigits;

    public string Create(string wallet)
    {
        var stamp = $"{clock.GetUtcNow().ToUnixTimeMilliseconds().ToString($"x{TimeDigits}")}-{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}";
        return IdOf(wallet, stamp);
    }

    /// <summary>Returns when the run was requested (UTC), or null when the id is not valid for the wallet or the run is too old to be queued.</summary>
    public DateTimeOffset? WaitingSince(string wallet, string runId)
    {
        if (runId.Length <= StampLength || runId != IdOf(wallet, runId[..StampLength])
            || !long.TryParse(runId.AsSpan(0, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var requestedMs))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        return Math.Abs(now.ToUnixTimeMilliseconds() - requestedMs) <= ApiDefaults.QueuedFor.TotalMilliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(requestedMs) : null;
    }

    static string IdOf(string wallet, string stamp) => $"{stamp}-{ContentHash.Text(ContentHash.Of(Purpose, wallet, stamp))}";
}
