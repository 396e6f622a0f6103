using System.Collections;
using System.Diagnostics;
using System.Text.Json;
using AssetFunctions.LocalWorker.Discovery;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.LocalWorker.Invocation;

/// <summary>One execution, as the pipeline passes it along.</summary>
sealed class FunctionInvocation(
    string id,
    FunctionModel function,
    object trigger,
    IReadOnlyDictionary<string, object?> bindingData,
    IServiceProvider services,
    JsonSerializerOptions json,
    CancellationToken cancellation) : FunctionContext
{
    public override string InvocationId => id;

    public override string FunctionId => function.Id;

    public override TraceContext TraceContext { get; } = new CurrentTrace();

    public override BindingContext BindingContext { get; } = new TriggerData(bindingData);

    public override RetryContext RetryContext { get; } = new NoRetries();

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => function;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken => cancellation;

    public FunctionModel Function => function;

    /// <summary>The received message, the timer's occurrence or the HTTP context.</summary>
    public object Trigger => trigger;

    public JsonSerializerOptions Json => json;

    /// <summary>What the function returned; null before it ran.</summary>
    public object? Result { get; set; }

    sealed class TriggerData(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    sealed class NoRetries : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }

    sealed class CurrentTrace : TraceContext
    {
        public override string TraceParent { get; } = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id }
            ? id
            : $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00";

        public override string TraceState { get; } = Activity.Current?.TraceStateString ?? "";
    }

    sealed class InvocationFeatures : IInvocationFeatures
    {
        readonly Dictionary<Type, object> _values = [];

        public void Set<T>(T instance)
            => _values[typeof(T)] = instance ?? throw new ArgumentNullException(nameof(instance));

        public T? Get<T>() => _values.TryGetValue(typeof(T), out var value) ? (T)value : default;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _values.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
