using AssetFunctions.LocalCosmos.Faults;
using AssetFunctions.LocalCosmos.Http;
using AssetFunctions.LocalCosmos.Metering;

namespace AssetFunctions.LocalCosmos.Explorer;

/// <summary>What the server offers beside the Cosmos protocol, under <c>/_local/</c>; unsigned.</summary>
internal sealed class LocalEndpoints(CosmosMeter meter, FaultInjector faults)
{
    public static bool Owns(string path) => path.StartsWith("/_local", StringComparison.Ordinal);

    public ValueTask<Reply> HandleAsync(GatewayRequest request)
    {
        try
        {
            return new(Answer(request));
        }
        catch (RequestRefusedException refusal)
        {
            return new(Reply.Refusal(refusal));
        }
    }

    private Reply Answer(GatewayRequest request)
    {
        switch (request.Method, request.Target.TrimEnd('/'))
        {
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
}
