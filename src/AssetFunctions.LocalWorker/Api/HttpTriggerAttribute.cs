namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for an HTTP request to its route.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute : Attribute
{
    /// <summary>Any method, authorization level <see cref="AuthorizationLevel.Function"/>.</summary>
    public HttpTriggerAttribute()
        : this(AuthorizationLevel.Function)
    {
    }

    /// <summary>The named methods, authorization level <see cref="AuthorizationLevel.Function"/>.</summary>
    public HttpTriggerAttribute(params string[] methods)
        : this(AuthorizationLevel.Function, methods)
    {
    }

    /// <summary>Any method.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel)
        => AuthLevel = authLevel;

    /// <summary>The named methods at the given authorization level.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route template below the route prefix of host.json; null means the name of the function.</summary>
    public string? Route { get; set; }

    /// <summary>The accepted HTTP methods; null or empty accepts all.</summary>
    public string[]? Methods { get; }

    /// <summary>The key a request must bring.</summary>
    public AuthorizationLevel AuthLevel { get; }
}

/// <summary>The key that a request to an HTTP function must bring.</summary>
public enum AuthorizationLevel
{
    /// <summary>No key.</summary>
    Anonymous = 0,

    /// <summary>An authenticated user; treated as <see cref="Function"/>.</summary>
    User = 1,

    /// <summary>A key of the function or of the host.</summary>
    Function = 2,

    /// <summary>A system key, which the master key always is.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}

/// <summary>Marks the property of a returned object that answers the HTTP request; the others may be outputs.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpResultAttribute : Attribute;
