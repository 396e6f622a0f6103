using System.Diagnostics;
using Microsoft.Azure.WebJobs;

namespace AssetFunctions.Local.FunctionsHost.Engine;

/// <summary>Passes an invocation from the engine to the worker, and sends its outputs to the queues.</summary>
sealed class FunctionInvoker(IEnumerable<WorkerFunction> functions, WorkerSupervisor workers, WorkerForwarder forwarder)
{
    readonly Dictionary<string, WorkerFunction> _functions = functions.ToDictionary(function => function.Name, StringComparer.Ordinal);

    /// <inheritdoc cref="FunctionCall"/>
    public async Task InvokeAsync(string function, object value, Binder binder, ExecutionContext context, CancellationToken cancellationToken)
    {
        var definition = _functions[function];
        var request = new InvocationRequest { InvocationId = context.InvocationId.ToString(), TraceContext = CurrentTrace() };
        var worker = await workers.GetAsync(cancellationToken);
        InvocationResponse response;
        if (value is HttpContext http)
        {
            response = await forwarder.InvokeAsync(worker, definition, request, http, cancellationToken);
        }
        else
        {
            request.InputData.Add(new ParameterBinding { Name = definition.Trigger.Name, Data = TypedValue.From(value) });

            // "sys" is the engine's own entry.
            foreach (var (name, data) in binder.BindingData.Where(data => data is { Key: not "sys", Value: not null }))
            {
                request.TriggerMetadata[name] = TypedValue.From(data);
            }

            response = await worker.InvokeAsync(function, request, cancellationToken);
        }

        await QueueOutputs.SendAsync(definition, response, binder, cancellationToken);
    }

    // The worker runs no function without a trace context.
    static TraceContext CurrentTrace()
        => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
            ? new TraceContext { TraceParent = activity.Id!, TraceState = activity.TraceStateString ?? "" }
            : new TraceContext { TraceParent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00" };
}
