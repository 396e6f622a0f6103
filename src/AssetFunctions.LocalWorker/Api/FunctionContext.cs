namespace Microsoft.Azure.Functions.Worker;

/// <summary>One execution of a function: who it is, what triggered it and which services it may use.</summary>
public abstract class FunctionContext
{
    /// <summary>Unique to this execution.</summary>
    public abstract string InvocationId { get; }

    /// <summary>Unique to the function and stable across executions.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The distributed trace this execution belongs to.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>The metadata of the trigger.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>The state of a retry policy of the function; queue retries are the host's and not counted here.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this execution's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function being executed.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Values shared within this execution.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Typed values shared within this execution.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Signalled when the app no longer waits for this execution, or when the HTTP client has gone.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}

/// <summary>The metadata of a trigger.</summary>
public abstract class BindingContext
{
    /// <summary>
    /// Trigger metadata by name. A queue trigger offers <c>DequeueCount</c>, <c>Id</c>, <c>InsertionTime</c>,
    /// <c>ExpirationTime</c>, <c>NextVisibleTime</c> and <c>PopReceipt</c>; an HTTP trigger its route values.
    /// </summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

/// <summary>The W3C trace context of an execution.</summary>
public abstract class TraceContext
{
    /// <summary>The <c>traceparent</c> of the execution.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The <c>tracestate</c> of the execution; empty when there is none.</summary>
    public abstract string TraceState { get; }
}

/// <summary>The state of a function's own retry policy.</summary>
public abstract class RetryContext
{
    /// <summary>How often this execution has been retried.</summary>
    public abstract int RetryCount { get; }

    /// <summary>How often it may be retried; 0 without a policy.</summary>
    public abstract int MaxRetryCount { get; }
}

/// <summary>A function as the host knows it.</summary>
public abstract class FunctionDefinition
{
    /// <summary>Unique to the function and stable across executions.</summary>
    public abstract string Id { get; }

    /// <summary>The name given by <see cref="FunctionAttribute"/>.</summary>
    public abstract string Name { get; }

    /// <summary>The full name of the type and method.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>The path of the assembly that holds the function.</summary>
    public abstract string PathToAssembly { get; }
}

/// <summary>Typed values that live as long as one execution.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Sets or replaces the value of type <typeparamref name="T"/>.</summary>
    void Set<T>(T instance);

    /// <summary>The value of type <typeparamref name="T"/>, or its default when none is set.</summary>
    T? Get<T>();
}
