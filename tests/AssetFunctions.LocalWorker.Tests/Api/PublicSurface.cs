using System.Reflection;
using System.Runtime.CompilerServices;

namespace AssetFunctions.LocalWorker.Tests.Api;

/// <summary>Writes the types and members that code outside an assembly can see as text, one line for each.</summary>
static class PublicSurface
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<string> Of(Assembly assembly) => Of(assembly.GetTypes());

    public static IReadOnlyList<string> Of(IEnumerable<Type> types)
        => [.. types
            .Where(IsVisible)
            .OrderBy(type => type.Namespace, StringComparer.Ordinal)
            .ThenBy(type => type.FullName, StringComparer.Ordinal)
            .SelectMany(type => Members(type).Prepend($"{type.FullName} : {Kind(type)}"))];

    /// <summary>The line of a member under its type; an accessor has the line of its property or event.</summary>
    public static string Line(MemberInfo member) => "  " + member switch
    {
        ConstructorInfo constructor => $"{Modifiers(constructor)}.ctor{Parameters(constructor)}",
        MethodInfo method when OwnerOf(method) is { } owner => Line(owner).TrimStart(),
        MethodInfo method => Method(method),
        PropertyInfo property => Property(property),
        EventInfo e => $"event {TypeName.Of(e)} {e.Name}",
        FieldInfo field => Field(field),
        _ => throw new ArgumentException($"{member} is not a member of a type.", nameof(member)),
    };

    static string Kind(Type type)
    {
        if (type.IsEnum)
        {
            return "enum";
        }

        if (IsDelegate(type))
        {
            return "delegate";
        }

        var kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        IEnumerable<string> bases = type.GetInterfaces().Select(TypeName.Of).Order(StringComparer.Ordinal);
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            bases = bases.Prepend(TypeName.Of(parent));
        }

        return string.Join(" : ", new[] { kind, string.Join(", ", bases) }.Where(part => part.Length > 0)) + Constraints(type.GetGenericArguments());
    }

    static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"  {name} = {Enum.Format(type, Enum.Parse(type, name), "d")}");
        }

        if (IsDelegate(type))
        {
            return [Line(type.GetMethod("Invoke")!).Replace("virtual ", "", StringComparison.Ordinal)];
        }

        return type.GetMembers(Declared)
            .Where(IsVisible)
            .Where(member => member is not (TypeInfo or MethodInfo) || (member is MethodInfo method && OwnerOf(method) is null))
            .Select(Line)
            .OrderByDescending(line => line.Contains(".ctor(", StringComparison.Ordinal))
            .ThenBy(line => line, StringComparer.Ordinal);
    }

    static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToList();
        var text = string.Concat(accessors
            .OrderBy(accessor => accessor.ReturnType == typeof(void))
            .Select(accessor => Visibility(accessor, than: accessors[0]) + Accessor(accessor)));
        var index = property.GetIndexParameters() is { Length: > 0 } indices
            ? $"[{string.Join(", ", indices.Select(parameter => $"{TypeName.Of(parameter)} {parameter.Name}"))}]"
            : "";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Modifiers(accessors[0])}{required}{TypeName.Of(property)} {property.Name}{index} {{ {text}}}";
    }

    static string Accessor(MethodInfo accessor)
    {
        if (accessor.ReturnType != typeof(void))
        {
            return "get; ";
        }

        return accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; ";
    }

    static string Visibility(MethodInfo accessor, MethodInfo than)
        => IsProtected(accessor) && !IsProtected(than) ? "protected " : "";

    static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeName.Of))}>" : "";
        var constraints = method.IsGenericMethod ? Constraints(method.GetGenericArguments()) : "";
        return $"{Modifiers(method)}{TypeName.Of(method.ReturnParameter)} {method.Name}{generic}{Parameters(method)}{constraints}";
    }

    static string Field(FieldInfo field)
    {
        var modifiers = field switch
        {
            { IsLiteral: true } => "const ",
            { IsStatic: true, IsInitOnly: true } => "static readonly ",
            { IsStatic: true } => "static ",
            { IsInitOnly: true } => "readonly ",
            _ => "",
        };
        var value = field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "";
        return $"{(field.IsPublic ? "" : "protected ")}{modifiers}{TypeName.Of(field)} {field.Name}{value}";
    }

    static string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return $"({string.Join(", ", method.GetParameters().Select((parameter, index) =>
            (isExtension && index == 0 ? "this " : "")
            + (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")
            + $"{TypeName.Of(parameter)} {parameter.Name}"
            + (parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "null"}" : "")))})";
    }

    static string Constraints(Type[] arguments)
        => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(argument =>
        {
            var kinds = argument.GenericParameterAttributes;
            IEnumerable<string> rules =
            [
                .. kinds.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
                .. kinds.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? ["struct"] : Array.Empty<string>(),
                .. argument.GetGenericParameterConstraints().Select(TypeName.Of).Order(StringComparer.Ordinal),
                .. kinds.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? ["new()"] : Array.Empty<string>(),
            ];
            return rules.Any() ? $" where {argument.Name} : {string.Join(", ", rules)}" : "";
        }));

    static string Modifiers(MethodBase method)
        => (IsProtected(method) ? "protected " : "")
            + (method.IsStatic ? "static " : "")
            + (method.IsAbstract ? "abstract "
                : method is not { IsVirtual: true, IsFinal: false } ? ""
                : ((MethodInfo)method).GetBaseDefinition() == method ? "virtual " : "override ");

    static MemberInfo? OwnerOf(MethodInfo method)
        => !method.IsSpecialName
            ? null
            : (MemberInfo?)Array.Find(method.DeclaringType!.GetProperties(Declared), property => property.GetAccessors(nonPublic: true).Contains(method))
                ?? Array.Find(method.DeclaringType!.GetEvents(Declared), e => e.GetAddMethod(nonPublic: true) == method || e.GetRemoveMethod(nonPublic: true) == method);

    static bool IsDelegate(Type type) => type.BaseType == typeof(MulticastDelegate);

    static bool IsProtected(MethodBase method) => method.IsFamily || method.IsFamilyOrAssembly;

    static bool IsVisible(Type type)
        => type.IsNested
            ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!)
            : type.IsPublic;

    static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || IsProtected(method),
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo e => IsVisible(e.AddMethod!),
        _ => false,
    };
}
