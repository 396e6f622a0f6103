using AssetFunctions.LocalCosmos.Http;

namespace AssetFunctions.LocalCosmos.Faults;

/// <summary>The answer each fault gives.</summary>
internal static class FaultReplies
{
    /// <summary>The sub-status of ordinary throttling.</summary>
    private const int UserThrottled = 3200;

    public static Reply Of(FaultRule rule) => rule.Action switch
    {
        FaultAction.Throttle => Reply.Error(429, SubStatus(rule, UserThrottled), ErrorTexts.TooManyRequests, rule.RetryAfter),
        FaultAction.RetryWith => Reply.Error(449, rule.SubStatus, "Conflicting request to resource has been attempted. Retry to avoid conflicts."),
        FaultAction.ServiceUnavailable => Reply.Error(503, rule.SubStatus, "Service is currently unavailable."),
        FaultAction.RequestTimeout or FaultAction.RequestTimeoutAfterCommit => Reply.Error(408, rule.SubStatus, "Request timed out."),
        FaultAction.Gone => Reply.Error(410, rule.SubStatus, "The requested resource is no longer available at the server."),
        _ => new Reply(0) { Aborts = true, Charge = 0 },
    };

    private static int SubStatus(FaultRule rule, int usual) => rule.SubStatus == 0 ? usual : rule.SubStatus;
}
