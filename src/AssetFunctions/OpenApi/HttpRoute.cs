using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AssetFunctions.OpenApi;

/// <summary>An HTTP function, read from its attributes.</summary>
/// <param name="Template">Route template below the prefix.</param>
/// <param name="Methods">HTTP methods in lower case, without HEAD, which every GET accepts.</param>
/// <param name="NeedsKey">True if a caller needs a key.</param>
sealed record HttpRoute(string Function, string Template, IReadOnlyList<string> Methods, bool NeedsKey)
{
    /// <summary>Every HTTP function of the app, in ordinal order of route and name.</summary>
    public static IReadOnlyList<HttpRoute> All { get; } = [.. Assembly.GetExecutingAssembly().GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Select(Of)
        .OfType<HttpRoute>()
        .OrderBy(route => route.Template, StringComparer.Ordinal)
        .ThenBy(route => route.Function, StringComparer.Ordinal)];

    /// <summary>Names of the parameters in the template, in order.</summary>
    public IEnumerable<string> PathParameters =>
        Template.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => segment.Trim('{', '}').TrimStart('*').Split(':', '?')[0]);

    static HttpRoute? Of(MethodInfo method)
    {
        var trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(attribute => attribute is not null);
        return method.GetCustomAttribute<FunctionAttribute>() is { } function && trigger is not null
            ? new HttpRoute(
                function.Name, trigger.Route ?? function.Name, [.. (trigger.Methods ?? []).Select(name => name.ToLowerInvariant()).Where(name => !HttpMethods.IsHead(name))],
                trigger.AuthLevel != AuthorizationLevel.Anonymous)
            : null;
    }
}
