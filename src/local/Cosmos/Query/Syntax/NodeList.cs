using System.Collections;
using System.Runtime.CompilerServices;

namespace AssetFunctions.Local.Cosmos.Query.Syntax;

/// <summary>An immutable list that compares by its elements, so that whole trees compare by structure.</summary>
[CollectionBuilder(typeof(NodeList), nameof(NodeList.Create))]
sealed class NodeList<T>(T[] items) : IReadOnlyList<T>, IEquatable<NodeList<T>>
{
    public static readonly NodeList<T> Empty = new([]);

    public int Count => items.Length;

    public T this[int index] => items[index];

    public bool Equals(NodeList<T>? other) => other is not null && this.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as NodeList<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

static class NodeList
{
    public static NodeList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
