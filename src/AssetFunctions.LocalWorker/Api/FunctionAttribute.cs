namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a public method as a function and names it. Names are unique within an app, ignoring case.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    /// <summary>The name under which the host knows, logs and routes the function.</summary>
    public string Name { get; } = name;
}
