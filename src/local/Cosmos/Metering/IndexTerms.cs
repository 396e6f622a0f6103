using System.Runtime.InteropServices;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Metering;

/// <summary>The index terms of a document: one per scalar whose path the indexing policy includes.</summary>
static class IndexTerms
{
    const ulong Offset = 14695981039346656037;
    const ulong Prime = 1099511628211;

    /// <summary>Hashes of path and value of each term, sorted, so that two documents can be compared term by term.</summary>
    public static ulong[] Of(JsonElement document, IndexingPolicy policy)
    {
        if (!policy.IsOn)
        {
            return [];
        }

        var terms = new List<ulong>();
        Visit(document, policy.Root, policy.Root.Below ?? false, Offset, terms);
        terms.Sort();
        return [.. terms];
    }

    /// <summary>How many terms a replacement removes and adds.</summary>
    public static int CountTouched(ReadOnlySpan<ulong> before, ReadOnlySpan<ulong> after)
    {
        var touched = 0;
        while (!before.IsEmpty && !after.IsEmpty)
        {
            var order = before[0].CompareTo(after[0]);
            touched += order == 0 ? 0 : 1;
            before = order <= 0 ? before[1..] : before;
            after = order >= 0 ? after[1..] : after;
        }

        return touched + before.Length + after.Length;
    }

    static void Visit(JsonElement value, IndexingPolicy.Node? node, bool included, ulong path, List<ulong> terms)
    {
        if (node is null && !included)
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    var name = JsonMarshal.GetRawUtf8PropertyName(property);
                    var child = node?.Child(name);
                    Visit(property.Value, child, child?.Below ?? included, Hash(path, name), terms);
                }

                break;
            case JsonValueKind.Array:
                var element = node?.Child("[]"u8);
                foreach (var item in value.EnumerateArray())
                {
                    Visit(item, element, element?.Below ?? included, Hash(path, "[]"u8), terms);
                }

                break;
            default:
                if (node?.Exactly ?? included)
                {
                    terms.Add(Hash(path * Prime, JsonMarshal.GetRawUtf8Value(value)));
                }

                break;
        }
    }

    static ulong Hash(ulong seed, ReadOnlySpan<byte> bytes)
    {
        var hash = (seed ^ '/') * Prime;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * Prime;
        }

        return hash;
    }
}
