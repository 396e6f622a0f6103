using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Tests.Hosting;

namespace AssetFunctions.Tests.Architecture;

/// <summary>
/// Family: records that generated JSON reads. The generated reader sets init-only properties that the JSON lacks to the default of their type; the
/// reader by reflection leaves them as the code initializes them, and both must agree.
/// </summary>
public sealed class JsonDefaultsTests
{
    public static TheoryData<Type> Contexts() =>
    [
        .. ProductAssemblies.All.Append(typeof(LocalCosmosServer).Assembly)
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(JsonSerializerContext))),
    ];

    [Fact]
    public void Every_context_is_found() => Assert.True(Contexts().Count >= 4);

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Members_missing_from_the_JSON_have_the_defaults_of_the_code(Type context)
    {
        var generated = ((JsonSerializerContext)context.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!).Options;
        var reflected = new JsonSerializerOptions(generated)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        };
        var compared = 0;
        foreach (var type in TypesOf(context, reflected).Where(type => generated.TryGetTypeInfo(type, out _)))
        {
            var json = Least(type, reflected).ToJsonString();

            var expected = JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type, reflected), type, reflected);
            var actual = JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type, generated), type, reflected);

            Assert.Equal($"{type.Name} {expected}", $"{type.Name} {actual}");
            compared++;
        }

        Assert.NotEqual(0, compared);
    }

    static HashSet<Type> TypesOf(Type context, JsonSerializerOptions options)
    {
        var types = new HashSet<Type>();
        var open = new Queue<Type>(context.GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!));
        var seen = new HashSet<Type>();
        while (open.TryDequeue(out var type))
        {
            if (!seen.Add(type))
            {
                continue;
            }

            var info = options.GetTypeInfo(type);
            if (info.Kind == JsonTypeInfoKind.Object)
            {
                types.Add(type);
            }

            foreach (var next in info.Properties.Select(property => property.PropertyType).Append(info.ElementType).OfType<Type>())
            {
                open.Enqueue(next);
            }
        }

        return types;
    }

    // Only required members.
    static JsonNode Least(Type type, JsonSerializerOptions options)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var info = options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => new JsonObject(info.Properties.Where(IsRequired)
                .Select(property => KeyValuePair.Create(property.Name, (JsonNode?)Least(property.PropertyType, options)))),
            JsonTypeInfoKind.Enumerable => new JsonArray(),
            JsonTypeInfoKind.Dictionary => new JsonObject(),
            _ when type == typeof(string) => "x",
            _ when type == typeof(Uri) => "http://x",
            _ => JsonSerializer.SerializeToNode(type.IsValueType ? Activator.CreateInstance(type) : null, type, options)!,
        };
    }

    // A struct is read without its constructor, so every member is required.
    static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.DeclaringType.IsValueType || property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false };
}
