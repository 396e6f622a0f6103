using System.Globalization;
using System.Security.Cryptography;
using AssetFunctions.Http;

namespace AssetFunctions.Functions;

/// <summary>
/// Ids of the runs that callers ask for: time in milliseconds since 1970 and a random number in hexadecimal, then a signature over both and the
/// wallet. By it a run that waits while a later one is announced is told from one that nobody asked for.
/// </summary>
public sealed class RunIds(ApiSignature signature, TimeProvider clock)
{
    const string Purpose = "run";
    const int TimeDigits = 12;
    const int RandomDigits = 8;
    const int StampLength = TimeDigits + 1 + RandomDigits;

    public string Create(string wallet)
    {
        var stamp = $"{clock.GetUtcNow().ToUnixTimeMilliseconds().ToString($"x{TimeDigits}")}-{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}";
        return $"{stamp}-{signature.Of(Purpose, wallet, stamp)}";
    }

    /// <summary>When the run was asked for (UTC), or null when the id is not one of ours or too old to be waiting still.</summary>
    public DateTimeOffset? WaitingSince(string wallet, string runId)
    {
        if (runId.Length != StampLength + 1 + ApiSignature.Length || !signature.IsOf(runId[(StampLength + 1)..], Purpose, wallet, runId[..StampLength]))
        {
            return null;
        }

        var askedAt = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(runId.AsSpan(0, TimeDigits), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return clock.GetUtcNow() - askedAt <= ApiDefaults.QueuedFor ? askedAt : null;
    }
}
