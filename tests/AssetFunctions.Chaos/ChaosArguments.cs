using System.Globalization;

namespace AssetFunctions.Chaos;

/// <summary>Arguments of the command line.</summary>
/// <param name="Wallets">Number of wallets.</param>
/// <param name="Instances">Number of instances that share the work.</param>
/// <param name="Kills">Number of processes that are killed.</param>
/// <param name="Seed">Seed of all randomness.</param>
/// <param name="Lease">How long the message of a killed instance stays invisible.</param>
/// <param name="Control">The guard that is broken on purpose, or null.</param>
/// <param name="Other">The function app of another build, which every second instance runs, or null.</param>
sealed record ChaosArguments(int Wallets, int Instances, int Kills, int Seed, TimeSpan Lease, string? Control, string? Other)
{
    public const string Usage =
        """
        usage: chaos.sh [--wallets N] [--instances N] [--kills N] [--seed N] [--lease SECONDS] [--control NAME] [--other COMMIT]
          --wallets N       wallets, each in five versions; default 40
          --instances N     instances that share the work, at least 2; default 2
          --kills N         processes killed, at least 4; default 10
          --seed N          decides everything that chance decides; default 1
          --lease SECONDS   how long the message of a killed instance stays invisible; default 10, in the cloud 600
          --control NAME    breaks a guard on purpose: idempotency, guard, price or claim
          --other COMMIT    every second instance runs the build of that commit
        """;

    public static readonly string[] Controls = ["idempotency", "guard", "price", "claim"];

    /// <returns>The arguments, or null when they are invalid.</returns>
    public static ChaosArguments? Parse(IReadOnlyList<string> args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count || !given.TryAdd(args[i], args[i + 1]))
            {
                return null;
            }
        }

        string[] known = ["--wallets", "--instances", "--kills", "--seed", "--lease", "--control", "--other"];
        var parsed = new ChaosArguments(
            Number("--wallets", 40), Number("--instances", 2), Number("--kills", 10), Number("--seed", 1), TimeSpan.FromSeconds(Number("--lease", 10)),
            given.GetValueOrDefault("--control"), given.GetValueOrDefault("--other"));
        return given.Keys.All(known.Contains) && parsed is { Wallets: > 0, Instances: > 1, Kills: > 3, Seed: >= 0, Lease.TotalSeconds: >= 1 }
            && (parsed.Control is null || Controls.Contains(parsed.Control, StringComparer.Ordinal))
            ? parsed
            : null;

        int Number(string name, int usual) => !given.TryGetValue(name, out var text) ? usual
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }
}
