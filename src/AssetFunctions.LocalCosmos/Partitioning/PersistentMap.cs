using System.Diagnostics.CodeAnalysis;

namespace AssetFunctions.LocalCosmos.Partitioning;

/// <summary>The order of the keys of a <see cref="PersistentMap{TKey,TValue,TOrder}"/>.</summary>
internal interface IOrder<in TKey>
{
    static abstract int Compare(TKey left, TKey right);
}

internal readonly struct OrdinalOrder : IOrder<string>
{
    public static int Compare(string left, string right) => string.CompareOrdinal(left, right);
}

internal readonly struct NumberOrder : IOrder<long>
{
    public static int Compare(long left, long right) => left.CompareTo(right);
}

/// <summary>
/// An immutable sorted map (AVL tree with path copying). A reader that holds one sees it unchanged for ever, which is
/// what makes a transactional batch visible whole or not at all without any reader taking a lock.
/// </summary>
internal sealed class PersistentMap<TKey, TValue, TOrder>
    where TOrder : struct, IOrder<TKey>
{
    public static readonly PersistentMap<TKey, TValue, TOrder> Empty = new(null, 0);

    private readonly Node? _root;

    private PersistentMap(Node? root, int count)
    {
        _root = root;
        Count = count;
    }

    public int Count { get; }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var node = _root;
        while (node is not null)
        {
            var order = TOrder.Compare(key, node.Key);
            if (order == 0)
            {
                value = node.Value;
                return true;
            }

            node = order < 0 ? node.Left : node.Right;
        }

        value = default;
        return false;
    }

    public PersistentMap<TKey, TValue, TOrder> Set(TKey key, TValue value)
    {
        var added = 0;
        return new(Set(_root, key, value, ref added), Count + added);
    }

    public PersistentMap<TKey, TValue, TOrder> Remove(TKey key)
    {
        var removed = 0;
        var root = Remove(_root, key, ref removed);
        return removed == 0 ? this : new(root, Count - removed);
    }

    /// <summary>All values, in key order.</summary>
    public IEnumerable<TValue> Values()
    {
        var path = new Stack<Node>();
        for (var node = _root; node is not null; node = node.Left)
        {
            path.Push(node);
        }

        return Walk(path);
    }

    /// <summary>The values from <paramref name="key"/> (inclusive) on, in key order.</summary>
    public IEnumerable<TValue> ValuesFrom(TKey key)
    {
        var path = new Stack<Node>();
        var node = _root;
        while (node is not null)
        {
            if (TOrder.Compare(key, node.Key) <= 0)
            {
                path.Push(node);
                node = node.Left;
            }
            else
            {
                node = node.Right;
            }
        }

        return Walk(path);
    }

    private static IEnumerable<TValue> Walk(Stack<Node> path)
    {
        while (path.TryPop(out var node))
        {
            yield return node.Value;
            for (var next = node.Right; next is not null; next = next.Left)
            {
                path.Push(next);
            }
        }
    }

    private static Node Set(Node? node, TKey key, TValue value, ref int added)
    {
        if (node is null)
        {
            added = 1;
            return new Node(key, value, null, null);
        }

        var order = TOrder.Compare(key, node.Key);
        if (order == 0)
        {
            return new Node(key, value, node.Left, node.Right);
        }

        return order < 0
            ? Balance(node.Key, node.Value, Set(node.Left, key, value, ref added), node.Right)
            : Balance(node.Key, node.Value, node.Left, Set(node.Right, key, value, ref added));
    }

    private static Node? Remove(Node? node, TKey key, ref int removed)
    {
        if (node is null)
        {
            return null;
        }

        var order = TOrder.Compare(key, node.Key);
        if (order == 0)
        {
            removed = 1;
            return Join(node.Left, node.Right);
        }

        var left = order < 0 ? Remove(node.Left, key, ref removed) : node.Left;
        var right = order > 0 ? Remove(node.Right, key, ref removed) : node.Right;
        return removed == 0 ? node : Balance(node.Key, node.Value, left, right);
    }

    private static Node? Join(Node? left, Node? right)
    {
        if (left is null || right is null)
        {
            return left ?? right;
        }

        var successor = right;
        while (successor.Left is not null)
        {
            successor = successor.Left;
        }

        return Balance(successor.Key, successor.Value, left, RemoveFirst(right));
    }

    private static Node? RemoveFirst(Node node) =>
        node.Left is null ? node.Right : Balance(node.Key, node.Value, RemoveFirst(node.Left), node.Right);

    private static Node Balance(TKey key, TValue value, Node? left, Node? right)
    {
        var tilt = HeightOf(left) - HeightOf(right);
        if (tilt > 1)
        {
            return HeightOf(left!.Left) >= HeightOf(left.Right)
                ? new Node(left.Key, left.Value, left.Left, new Node(key, value, left.Right, right))
                : new Node(
                    left.Right!.Key,
                    left.Right.Value,
                    new Node(left.Key, left.Value, left.Left, left.Right.Left),
                    new Node(key, value, left.Right.Right, right));
        }

        if (tilt < -1)
        {
            return HeightOf(right!.Right) >= HeightOf(right.Left)
                ? new Node(right.Key, right.Value, new Node(key, value, left, right.Left), right.Right)
                : new Node(
                    right.Left!.Key,
                    right.Left.Value,
                    new Node(key, value, left, right.Left.Left),
                    new Node(right.Key, right.Value, right.Left.Right, right.Right));
        }

        return new Node(key, value, left, right);
    }

    private static int HeightOf(Node? node) => node?.Height ?? 0;

    private sealed class Node(TKey key, TValue value, Node? left, Node? right)
    {
        public readonly TKey Key = key;
        public readonly TValue Value = value;
        public readonly Node? Left = left;
        public readonly Node? Right = right;
        public readonly byte Height = (byte)(1 + Math.Max(HeightOf(left), HeightOf(right)));
    }
}
