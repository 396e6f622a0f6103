using AssetFunctions.Local.Cosmos.Http;

namespace AssetFunctions.Local.Cosmos.Faults;

/// <summary>Builds the reply of a fault.</summary>
static class FaultReplies
{
    /// <summary>The sub-status of ordinary throttling.</summary>
    const int UserThrottled = 3200;

    /// <summary>A request that was not executed is not charged.</summary>
    public static Reply Of(FaultRule rule) => rule.Action switch
    {
        FaultAction.Throttle => Refuse(rule, 429, ErrorTexts.TooManyRequests),
        FaultAction.RetryWith => Refuse(rule, 449, ErrorTexts.RetryWith),
        FaultAction.ServiceUnavailable => Refuse(rule, 503, "Service is currently unavailable."),
        FaultAction.RequestTimeout or FaultAction.RequestTimeoutAfterCommit => Refuse(rule, 408, "Request timed out."),
        FaultAction.Gone => Refuse(rule, 410, "The requested resource is no longer available at the server."),
        _ => new Reply(0) { Aborts = true, Charge = 0 },
    };

    static Reply Refuse(FaultRule rule, int status, string message) => new(status)
    {
        SubStatus = rule.SubStatus == 0 && status == 429 ? UserThrottled : rule.SubStatus,
        Error = message,
        RetryAfter = status == 429 ? rule.RetryAfter : null,
        Charge = 0,
    };
}
