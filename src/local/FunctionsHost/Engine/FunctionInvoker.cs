using System.Diagnostics;
using AssetFunctions.Local.FunctionsHost.Http;
using AssetFunctions.Local.FunctionsHost.Rpc;
using AssetFunctions.Local.FunctionsHost.Worker;
using Microsoft.Azure.WebJobs;
using ExecutionContext = Microsoft.Azure.WebJobs.ExecutionContext;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>Carries an invocation from the engine to the worker, and what it returned to the queues.</summary>
sealed class FunctionInvoker(IEnumerable<WorkerFunction> functions, WorkerSupervisor workers, WorkerForwarder forwarder) : IFunctionInvoker
{
    // The engine's own entry among the trigger's data.
    const string EngineData = "sys";

    readonly Dictionary<string, WorkerFunction> _functions = functions.ToDictionary(function => function.Name, StringComparer.Ordinal);

    public async Task InvokeAsync(string function, object value, Binder binder, ExecutionContext context, CancellationToken cancellationToken)
    {
        var definition = _functions[function];
        var request = new InvocationRequest { InvocationId = context.InvocationId.ToString(), TraceContext = CurrentTrace() };
        var worker = await workers.GetAsync(cancellationToken);
        var response = value is HttpContext http
            ? await forwarder.InvokeAsync(worker, definition, request, http, cancellationToken)
            : await InvokeAsync(worker, definition, request, value, binder, cancellationToken);
        await QueueOutputs.SendAsync(definition, response, binder, cancellationToken);
    }

    static Task<InvocationResponse> InvokeAsync(
        WorkerInstance worker, WorkerFunction function, InvocationRequest request, object value, Binder binder, CancellationToken cancellationToken)
    {
        request.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = TypedValue.From(value) });
        foreach (var (name, data) in binder.BindingData)
        {
            if (name != EngineData && data is not null)
            {
                request.TriggerMetadata[name] = TypedValue.From(data);
            }
        }

        return worker.InvokeAsync(function.Name, request, cancellationToken);
    }

    // The worker does not run a function without one.
    static TraceContext CurrentTrace()
        => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
            ? new TraceContext { TraceParent = activity.Id!, TraceState = activity.TraceStateString ?? "" }
            : new TraceContext { TraceParent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00" };
}
