using System.Reflection;

namespace AssetFunctions.LocalWorker.Tests.Api;

/// <summary>Writes a type as a declaration does: without its namespace, with its arguments and whether it may be null.</summary>
static class TypeName
{
    static readonly NullabilityInfoContext Nullability = new();

    public static string Of(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + Of(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        return type.IsGenericType
            ? $"{WithoutArity(type)}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : type.Name;
    }

    public static string Of(ParameterInfo parameter) => Read(() => Nullability.Create(parameter));

    public static string Of(PropertyInfo property) => Read(() => Nullability.Create(property));

    public static string Of(FieldInfo field) => Read(() => Nullability.Create(field));

    public static string Of(EventInfo e) => Read(() => Nullability.Create(e));

    static string Read(Func<NullabilityInfo> read)
    {
        // The context caches and is not safe for use by several threads.
        lock (Nullability)
        {
            return Of(read());
        }
    }

    static string Of(NullabilityInfo info)
    {
        var type = info.Type;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        var name = info switch
        {
            { ElementType: { } element } => Of(element) + "[]",
            { GenericTypeArguments.Length: > 0 } => $"{WithoutArity(type)}<{string.Join(", ", info.GenericTypeArguments.Select(Of))}>",
            _ => Of(type),
        };

        // An unconstrained type parameter may always stand for a type that holds null.
        var mayBeNull = info.ReadState is NullabilityState.Nullable || info.WriteState is NullabilityState.Nullable;
        return mayBeNull && !type.IsGenericParameter ? name + "?" : name;
    }

    static string WithoutArity(Type type) => type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
}
