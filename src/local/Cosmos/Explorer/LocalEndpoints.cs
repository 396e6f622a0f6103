using AssetFunctions.Local.Cosmos.Faults;
using AssetFunctions.Local.Cosmos.Http;
using AssetFunctions.Local.Cosmos.Metering;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Explorer;

/// <summary>
/// Endpoints beside the Cosmos protocol, under <c>/_local/</c>. They need no signature, so a browser can use them. Pages of
/// other sites cannot: their requests carry another host, or need a CORS permission that is never granted.
/// </summary>
sealed class LocalEndpoints(Account account, CosmosMeter meter, FaultInjector faults, TimeProvider clock)
{
    const string NothingAllowed = "default-src 'none'; frame-ancestors 'none'";

    readonly ExplorerData _data = new(account, clock);

    public static bool Owns(string path) =>
        path.StartsWith("/_local/", StringComparison.Ordinal) || string.Equals(path, "/_local", StringComparison.Ordinal);

    public Reply Handle(GatewayRequest request)
    {
        var reply = Respond(request);
        reply.SecurityPolicy ??= NothingAllowed;
        return reply;
    }

    Reply Respond(GatewayRequest request)
    {
        try
        {
            CheckIsLocal(request);
            return Dispatch(request);
        }
        catch (RequestRefusedException ex)
        {
            return Reply.Refusal(ex);
        }
    }

    Reply Dispatch(GatewayRequest request)
    {
        switch (request.Method, request.Target.TrimEnd('/'))
        {
            case ("GET", "/_local" or "/_local/explorer"):
                return ExplorerPage.Read();
            case ("GET", "/_local/databases"):
                return _data.Databases();
            case ("POST", "/_local/query"):
                return _data.Query(request.Body);
            case ("GET", "/_local/metrics"):
                return new Reply(200) { Body = MeterJson.Write(meter.Snapshot()) };
            case ("DELETE", "/_local/metrics"):
                meter.Reset();
                return new Reply(204);
            case ("GET", "/_local/faults"):
                return new Reply(200) { Body = FaultPlan.Of(faults).ToJson() };
            case ("PUT", "/_local/faults"):
                FaultPlan.Parse(request.Body.Span).ApplyTo(faults);
                return new Reply(200) { Body = FaultPlan.Of(faults).ToJson() };
            case ("DELETE", "/_local/faults"):
                faults.Clear();
                return new Reply(204);
            default:
                throw RequestRefusedException.NotFound();
        }
    }

    static void CheckIsLocal(GatewayRequest request)
    {
        // Against DNS rebinding: a foreign name that resolves to this machine shows in the Host header.
        if (!Uri.TryCreate("http://" + request.Header("Host"), UriKind.Absolute, out var host) || !host.IsLoopback)
        {
            throw new RequestRefusedException(403, 0, "Only http://127.0.0.1 and http://localhost are served here.");
        }

        // A browser sends forms and plain text to any site without a preflight request, but JSON only to a site that allows it.
        if (request.Method is "POST" && request.Header("Content-Type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new RequestRefusedException(415, 0, "The request body must be of type application/json.");
        }
    }
}
