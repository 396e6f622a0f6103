using System.Security.Cryptography;

namespace AssetFunctions.Sync;

/// <summary>Randomness for jitter.</summary>
public static class JitterRandom
{
    /// <summary>Creates a generator seeded by the system, since anything that containers share, such as a process id, would make them act at once.</summary>
    public static Random Create() => new(RandomNumberGenerator.GetInt32(int.MaxValue));
}
