using AssetFunctions.Chaos.Reporting;
using AssetFunctions.Chaos.Stacks;

namespace AssetFunctions.Chaos.Checking;

/// <summary>Searches all logs for secrets and for rejected messages.</summary>
static class LogChecks
{
    const string Rejected = " went to the poison queue: ";

    public static void Check(ChaosStack stack, Findings findings)
    {
        var secrets = stack.Secrets;
        foreach (var file in Directory.EnumerateFiles(stack.Directory, "*.log"))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            for (var number = 1; reader.ReadLine() is { } line; number++)
            {
                if (secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)))
                {
                    findings.Add(Wrong.Untruthful, $"line {number} of {Path.GetFileName(file)} contains a secret");
                }

                if (line.Contains(Rejected, StringComparison.Ordinal))
                {
                    findings.Add(Wrong.Untruthful, $"line {number} of {Path.GetFileName(file)}: a message was rejected: {line}");
                }
            }
        }
    }
}
