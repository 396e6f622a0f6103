using System.Globalization;
using System.Text.Json.Nodes;

namespace AssetFunctions.Local.Cosmos.Items;

/// <summary>A location in a document: a member of an object or an element of an array, existing or not.</summary>
readonly struct PatchTarget(JsonNode parent, string step)
{
    /// <summary>False when the parent is an array and the step is not the index of an existing or the next element.</summary>
    public bool IsAddressable => parent is JsonObject || (parent is JsonArray array && Index(array) is { } index && index <= array.Count);

    public bool Exists => parent switch
    {
        JsonObject members => members.ContainsKey(step),
        JsonArray array => Index(array) < array.Count,
        _ => false,
    };

    public JsonNode? Get() => parent is JsonObject members ? members[step] : parent.AsArray()[Index(parent.AsArray())!.Value];

    public JsonNode? GetOrNull() => Exists ? Get() : null;

    /// <summary>Sets a member, overwrites an element, or appends one.</summary>
    public void Set(JsonNode? value)
    {
        if (parent is JsonArray array && Exists)
        {
            array[Index(array)!.Value] = value;
            return;
        }

        Add(value);
    }

    /// <summary>Sets a member, or inserts an element before the one at the index.</summary>
    public void Add(JsonNode? value)
    {
        if (parent is JsonArray array)
        {
            array.Insert(Index(array)!.Value, value);
            return;
        }

        parent.AsObject()[step] = value;
    }

    /// <summary>Removes and returns the value; null when there is none.</summary>
    public Taken? Take()
    {
        if (!Exists)
        {
            return null;
        }

        var value = Get();
        if (parent is JsonArray array)
        {
            array.RemoveAt(Index(array)!.Value);
        }
        else
        {
            parent.AsObject().Remove(step);
        }

        return new Taken(value);
    }

    int? Index(JsonArray array)
    {
        if (step is "-")
        {
            return array.Count;
        }

        return int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }

    /// <summary>A removed value, which may be a JSON null.</summary>
    public readonly record struct Taken(JsonNode? Value);
}
