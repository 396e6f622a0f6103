using System.Globalization;
using System.Security.Cryptography;
using AssetFunctions.Http;
using AssetFunctions.Sync;

namespace AssetFunctions.Functions;

/// <summary>
/// Ids of the runs that callers ask for: time in milliseconds since 1970 and a random number in hexadecimal, then a checksum over both and the
/// wallet. By it a run that waits while a later one is announced is told from a mistyped id and from a run of another wallet.
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

    /// <summary>When the run was asked for (UTC), or null when the id is not one of ours or too old to be waiting still.</summary>
    public DateTimeOffset? WaitingSince(string wallet, string runId)
    {
        if (runId.Length <= StampLength || runId != IdOf(wallet, runId[..StampLength])
            || !long.TryParse(runId.AsSpan(0, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var askedMs))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        return Math.Abs(now.ToUnixTimeMilliseconds() - askedMs) <= ApiDefaults.QueuedFor.TotalMilliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(askedMs) : null;
    }

    static string IdOf(string wallet, string stamp) => $"{stamp}-{ContentHash.Text(ContentHash.Of(Purpose, wallet, stamp))}";
}
