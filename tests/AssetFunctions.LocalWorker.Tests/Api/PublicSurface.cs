using System.Reflection;
using System.Runtime.CompilerServices;

namespace AssetFunctions.LocalWorker.Tests.Api;

/// <summary>Writes the public and protected members of an assembly as text, one line for each.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<string> Of(Assembly assembly)
        => [.. assembly.GetExportedTypes()
            .OrderBy(type => type.Namespace, StringComparer.Ordinal)
            .ThenBy(type => type.Name, StringComparer.Ordinal)
            .SelectMany(type => Members(type).Prepend($"{type.FullName} : {Kind(type)}"))];

    private static string Kind(Type type)
    {
        if (type.IsEnum)
        {
            return "enum";
        }

        if (type.BaseType == typeof(MulticastDelegate))
        {
            return "delegate";
        }

        var kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        var bases = type.GetInterfaces().Select(Name).Order(StringComparer.Ordinal)
            .Concat(type.BaseType == typeof(Attribute) ? [nameof(Attribute)] : []);
        return string.Join(" : ", new[] { kind, string.Join(", ", bases) }.Where(part => part.Length > 0));
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"  {name} = {Convert.ToInt32(Enum.Parse(type, name))}");
        }

        if (type.BaseType == typeof(MulticastDelegate))
        {
            return ["  " + Method(type.GetMethod("Invoke")!, isPlain: true)];
        }

        var constructors = type.GetConstructors(Declared).Where(IsVisible).Select(constructor => Modifiers(constructor) + ".ctor" + Parameters(constructor));
        var properties = type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property);
        var methods = type.GetMethods(Declared).Where(method => IsVisible(method) && !method.IsSpecialName).Select(method => Method(method));
        var fields = type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(field => $"{Name(field.FieldType)} {field.Name}");
        var nested = type.GetEvents(Declared).Select(e => $"event {e.Name}");
        return constructors.Order(StringComparer.Ordinal)
            .Concat(properties.Concat(methods).Concat(fields).Concat(nested).Order(StringComparer.Ordinal))
            .Select(line => "  " + line);
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToList();
        var text = string.Concat(accessors
            .OrderBy(accessor => accessor.Name, StringComparer.Ordinal)
            .Select(accessor => accessor.ReturnType == typeof(void) ? "set; " : "get; "));
        return $"{Modifiers(accessors[0])}{Name(property.PropertyType)} {property.Name} {{ {text}}}";
    }

    private static string Method(MethodInfo method, bool isPlain = false)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        return $"{(isPlain ? "" : Modifiers(method))}{Name(method.ReturnType)} {method.Name}{generic}{Parameters(method)}";
    }

    private static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return $"({string.Join(", ", method.GetParameters().Select((parameter, index) =>
            (isExtension && index == 0 ? "this " : "")
            + (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")
            + $"{Name(parameter.ParameterType)} {parameter.Name}"))})";
    }

    private static string Modifiers(MethodBase method)
        => (method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "")
            + (method.IsStatic ? "static " : "")
            + (method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "");

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Name(Type type)
    {
        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        return type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
    }
}
