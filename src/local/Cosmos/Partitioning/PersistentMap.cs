using System.Diagnostics.CodeAnalysis;

namespace AssetFunctions.Local.Cosmos.Partitioning;

/// <summary>
/// An immutable sorted map (AVL tree with path copying). A reader that holds one sees it unchanged for ever, which is
/// what makes a transactional batch visible whole or not at all without any reader taking a lock. A writer that makes many
/// changes before anyone else may look names itself as their owner and copies each node once.
/// </summary>
sealed class PersistentMap<TKey, TValue, TOrder>
    where TOrder : struct, IOrder<TKey>
{
    public static readonly PersistentMap<TKey, TValue, TOrder> Empty = new(null, 0);

    readonly Node? _root;

    PersistentMap(Node? root, int count)
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

    /// <param name="owner">Whoever works on a private copy: nodes made for the same owner are changed instead of copied again.</param>
    public PersistentMap<TKey, TValue, TOrder> Set(TKey key, TValue value, object? owner = null)
    {
        var added = 0;
        return new(Set(_root, key, value, owner, ref added), Count + added);
    }

    /// <inheritdoc cref="Set(TKey, TValue, object?)"/>
    public PersistentMap<TKey, TValue, TOrder> Remove(TKey key, object? owner = null)
    {
        var removed = 0;
        var root = Remove(_root, key, owner, ref removed);
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

    static IEnumerable<TValue> Walk(Stack<Node> path)
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

    static Node Set(Node? node, TKey key, TValue value, object? owner, ref int added)
    {
        if (node is null)
        {
            added = 1;
            return new Node(key, value, null, null, owner);
        }

        var order = TOrder.Compare(key, node.Key);
        if (order == 0)
        {
            return node.Replace(key, value, owner);
        }

        return order < 0
            ? Balance(node, Set(node.Left, key, value, owner, ref added), node.Right, owner)
            : Balance(node, node.Left, Set(node.Right, key, value, owner, ref added), owner);
    }

    static Node? Remove(Node? node, TKey key, object? owner, ref int removed)
    {
        if (node is null)
        {
            return null;
        }

        var order = TOrder.Compare(key, node.Key);
        if (order == 0)
        {
            removed = 1;
            return Join(node.Left, node.Right, owner);
        }

        var left = order < 0 ? Remove(node.Left, key, owner, ref removed) : node.Left;
        var right = order > 0 ? Remove(node.Right, key, owner, ref removed) : node.Right;
        return removed == 0 ? node : Balance(node, left, right, owner);
    }

    static Node? Join(Node? left, Node? right, object? owner)
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

        return Balance(successor, left, RemoveFirst(right, owner), owner);
    }

    static Node? RemoveFirst(Node node, object? owner) =>
        node.Left is null ? node.Right : Balance(node, RemoveFirst(node.Left, owner), node.Right, owner);

    /// <summary>The key and value of <paramref name="node"/> above two subtrees whose heights differ by two at most.</summary>
    static Node Balance(Node node, Node? left, Node? right, object? owner)
    {
        var tilt = HeightOf(left) - HeightOf(right);
        if (tilt > 1)
        {
            if (HeightOf(left!.Left) >= HeightOf(left.Right))
            {
                return left.With(left.Left, node.With(left.Right, right, owner), owner);
            }

            var pivot = left.Right!;
            var (inner, outer) = (pivot.Left, pivot.Right);
            return pivot.With(left.With(left.Left, inner, owner), node.With(outer, right, owner), owner);
        }

        if (tilt < -1)
        {
            if (HeightOf(right!.Right) >= HeightOf(right.Left))
            {
                return right.With(node.With(left, right.Left, owner), right.Right, owner);
            }

            var pivot = right.Left!;
            var (outer, inner) = (pivot.Left, pivot.Right);
            return pivot.With(node.With(left, outer, owner), right.With(inner, right.Right, owner), owner);
        }

        return node.With(left, right, owner);
    }

    static int HeightOf(Node? node) => node?.Height ?? 0;

    sealed class Node(TKey key, TValue value, Node? left, Node? right, object? owner)
    {
        // Only the draft that made the node, and only before it is published, may change it.
        readonly object? _owner = owner;

        public TKey Key { get; private set; } = key;

        public TValue Value { get; private set; } = value;

        public Node? Left { get; private set; } = left;

        public Node? Right { get; private set; } = right;

        public byte Height { get; private set; } = HeightAbove(left, right);

        public Node With(Node? left, Node? right, object? owner)
        {
            if (!IsOwnedBy(owner))
            {
                return new Node(Key, Value, left, right, owner);
            }

            (Left, Right, Height) = (left, right, HeightAbove(left, right));
            return this;
        }

        public Node Replace(TKey key, TValue value, object? owner)
        {
            if (!IsOwnedBy(owner))
            {
                return new Node(key, value, Left, Right, owner);
            }

            (Key, Value) = (key, value);
            return this;
        }

        static byte HeightAbove(Node? left, Node? right) => (byte)(1 + Math.Max(HeightOf(left), HeightOf(right)));

        bool IsOwnedBy(object? owner) => owner is not null && ReferenceEquals(_owner, owner);
    }
}
