using AssetFunctions.Local.Cosmos.Partitioning;

namespace AssetFunctions.Local.Cosmos.Http;

/// <summary>Session tokens: <c>{rangeId}:-1#{lsn}</c>, several joined by commas.</summary>
static class SessionTokens
{
    public static string Of(PhysicalPartition partition, long lsn) => $"{partition.Id}:-1#{lsn}";

    /// <exception cref="RequestRefusedException">404/1002 when the client has seen a later commit than the partition's last.</exception>
    public static void Check(string? tokens, PhysicalPartition partition)
    {
        if (string.IsNullOrEmpty(tokens))
        {
            return;
        }

        var prefix = partition.Id + ":";
        foreach (var token in tokens.Split(','))
        {
            var lsn = token[(token.LastIndexOf('#') + 1)..];
            if (token.StartsWith(prefix, StringComparison.Ordinal) && long.TryParse(lsn, out var seen) && seen > partition.State.Lsn)
            {
                throw new RequestRefusedException(404, 1002, "The read session is not available for the input session token.");
            }
        }
    }
}
