using System.Text;
using System.Text.Json;

namespace AssetFunctions.Local.Cosmos.Resources;

/// <summary>
/// Which paths of a document are indexed. The more precise path wins, and <c>?</c> (this scalar) is more precise than
/// <c>*</c> (everything below).
/// </summary>
sealed class IndexingPolicy
{
    /// <summary>The policy of a container created without one: everything except the entity tag.</summary>
    public const string DefaultJson =
        """{"indexingMode":"consistent","automatic":true,"includedPaths":[{"path":"/*"}],"excludedPaths":[{"path":"/\"_etag\"/?"}]}""";

    IndexingPolicy(bool isOn) => IsOn = isOn;

    public bool IsOn { get; }

    public Node Root { get; } = new("", "");

    /// <summary>Paths of scalars that the policy includes by name, without <c>id</c> and <c>_ts</c>, which are always indexed.</summary>
    public List<Node> Included { get; } = [];

    public static IndexingPolicy Parse(JsonElement policy)
    {
        var isOff = policy.TryGetProperty("indexingMode", out var mode)
            && mode.ValueKind == JsonValueKind.String
            && string.Equals(mode.GetString(), "none", StringComparison.OrdinalIgnoreCase);
        var parsed = new IndexingPolicy(!isOff);
        parsed.AddAll(policy, "excludedPaths", included: false);
        parsed.AddAll(policy, "includedPaths", included: true);
        return parsed;
    }

    /// <summary>Whether the scalar at a path, given by its steps, is indexed; <c>id</c> and <c>_ts</c> always are.</summary>
    public bool Covers(IEnumerable<string> steps)
    {
        string[] names = [.. steps];
        if (names is ["id"] or ["_ts"])
        {
            return IsOn;
        }

        Node? node = Root;
        var included = Root.Below ?? false;
        foreach (var name in names)
        {
            node = node?.Child(Encoding.UTF8.GetBytes(name));
            included = node?.Below ?? included;
        }

        return IsOn && (node?.Exactly ?? included);
    }

    void AddAll(JsonElement policy, string member, bool included)
    {
        if (!policy.TryGetProperty(member, out var paths) || paths.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var entry in paths.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.String)
            {
                Add(path.GetString()!, included);
            }
        }
    }

    void Add(string path, bool included)
    {
        var node = Root;
        foreach (var step in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step is "*")
            {
                node.Below = included;
                return;
            }

            if (step is "?")
            {
                node.Exactly = included;
                if (included && node.Path is not ("/id" or "/_ts"))
                {
                    Included.Add(node);
                }

                return;
            }

            node = node.GetOrAdd(step.Trim('"'));
        }

        node.Below = included;
    }

    /// <summary>A node in the tree of paths.</summary>
    internal sealed class Node(string name, string path)
    {
        readonly byte[] _name = Encoding.UTF8.GetBytes(name);
        readonly List<Node> _children = [];

        /// <summary>The path from the root.</summary>
        public string Path => path;

        /// <summary>Whether everything below is included; null inherits from the parent.</summary>
        public bool? Below { get; set; }

        /// <summary>Whether a scalar at this path is included; null inherits from the parent.</summary>
        public bool? Exactly { get; set; }

        public Node? Child(ReadOnlySpan<byte> childName)
        {
            foreach (var child in _children)
            {
                if (childName.SequenceEqual(child._name))
                {
                    return child;
                }
            }

            return null;
        }

        public Node GetOrAdd(string childName)
        {
            var found = Child(Encoding.UTF8.GetBytes(childName));
            if (found is null)
            {
                found = new Node(childName, $"{path}/{childName}");
                _children.Add(found);
            }

            return found;
        }
    }
}
