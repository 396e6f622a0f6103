using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using AssetFunctions.LocalWorker.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AssetFunctions.LocalWorker.Http;

/// <summary>Binds a parameter of an HTTP function to the route value of its name.</summary>
static class RouteValueBinding
{
    static readonly NullabilityInfoContext Nullability = new();

    /// <summary>How the parameter is bound; null when its type cannot hold a route value.</summary>
    public static Func<FunctionInvocation, object?>? For(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var isSimple = type == typeof(string) || type.IsEnum || type.IsPrimitive || type == typeof(Guid)
            || type == typeof(decimal) || type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan);
        if (!isSimple)
        {
            return null;
        }

        var name = parameter.Name!;
        var converter = TypeDescriptor.GetConverter(type);
        var isOptional = IsOptional(parameter);
        var fallback = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return invocation => ((HttpContext)invocation.Trigger).GetRouteValue(name) switch
        {
            string text => Convert(converter, text),
            null when isOptional => fallback,
            null => throw new FormatException("the route holds no such value."),
            var value => Convert(converter, value.ToString()!),
        };
    }

    static object? Convert(TypeConverter converter, string text)
    {
        try
        {
            return converter.ConvertFromString(context: null, CultureInfo.InvariantCulture, text);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    static bool IsOptional(ParameterInfo parameter)
    {
        if (parameter.HasDefaultValue || Nullable.GetUnderlyingType(parameter.ParameterType) is not null)
        {
            return true;
        }

        // The context caches and is not safe for use by several threads.
        lock (Nullability)
        {
            return !parameter.ParameterType.IsValueType
                && Nullability.Create(parameter).WriteState is not NullabilityState.NotNull;
        }
    }
}
