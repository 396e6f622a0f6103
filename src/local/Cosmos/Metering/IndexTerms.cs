using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AssetFunctions.Local.Cosmos.Items;
using AssetFunctions.Local.Cosmos.Resources;

namespace AssetFunctions.Local.Cosmos.Metering;

/// <summary>
/// The index terms of a document: its id and time, one per scalar whose path the indexing policy includes, and one per included path without a
/// scalar. Other system properties are not indexed, even when a client sends them back.
/// </summary>
static class IndexTerms
{
    const ulong Offset = 14695981039346656037;
    const ulong Prime = 1099511628211;

    /// <summary>Sorted hashes of path and value of each term except the time, so that two documents can be compared term by term.</summary>
    public static ulong[] Of(JsonElement document, IndexingPolicy policy)
    {
        if (!policy.IsOn)
        {
            return [];
        }

        var visit = new Visitor();
        foreach (var property in document.EnumerateObject())
        {
            if (!property.NameEquals("id"u8) && !SystemProperties.Includes(property))
            {
                visit.Member(property, policy.Root, policy.Root.Below ?? false, Offset);
            }
        }

        var absent = policy.Included.Where(node => !visit.Found.Contains(node)).Select(node => Hash(Offset, Encoding.UTF8.GetBytes(node.Path)));
        ulong[] terms = [Prime, .. visit.Terms, .. absent];
        Array.Sort(terms);
        return terms;
    }

    /// <summary>Adds the term of a version's time, which is unique to the version.</summary>
    public static ulong[] WithTime(ulong[] terms, long version)
    {
        ulong[] all = terms.Length == 0 ? [] : [.. terms, ((ulong)version + Offset) * Prime];
        Array.Sort(all);
        return all;
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

    static ulong Hash(ulong seed, ReadOnlySpan<byte> bytes)
    {
        var hash = (seed ^ '/') * Prime;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * Prime;
        }

        return hash;
    }

    sealed class Visitor
    {
        public List<ulong> Terms { get; } = [];

        /// <summary>Included paths with a scalar.</summary>
        public HashSet<IndexingPolicy.Node> Found { get; } = [];

        public void Member(JsonProperty property, IndexingPolicy.Node? parent, bool included, ulong path)
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            var child = parent?.Child(name);
            Visit(property.Value, child, child?.Below ?? included, Hash(path, name));
        }

        void Visit(JsonElement value, IndexingPolicy.Node? node, bool included, ulong path)
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
                        Member(property, node, included, path);
                    }

                    break;
                case JsonValueKind.Array:
                    var element = node?.Child("[]"u8);
                    foreach (var item in value.EnumerateArray())
                    {
                        Visit(item, element, element?.Below ?? included, Hash(path, "[]"u8));
                    }

                    break;
                case var _ when node?.Exactly ?? included:
                    Terms.Add(Hash(path * Prime, JsonMarshal.GetRawUtf8Value(value)));
                    if (node is not null)
                    {
                        Found.Add(node);
                    }

                    break;
            }
        }
    }
}
