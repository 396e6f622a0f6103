using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;

namespace AssetFunctions.Sync.Assets;

/// <summary>Settings of spam detection, section <c>Sync:Spam</c>: assets as <c>network:contractAddress</c>, separated by commas or white space.</summary>
public sealed class SpamOptions : IValidatableObject
{
    public const string Section = "Sync:Spam";

    /// <summary>Assets that are never spam, whatever their names. Default none.</summary>
    public string Allow { get; set; } = string.Empty;

    /// <summary>Assets that are always spam, even if a provider verifies them. Default none.</summary>
    public string Block { get; set; } = string.Empty;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, list) in new[] { (nameof(Allow), Allow), (nameof(Block), Block) })
        {
            foreach (var entry in Split(list).Where(entry => Parse(entry) is null))
            {
                yield return new ValidationResult($"'{Section}:{name}' contains '{entry}', which is not of the form network:contractAddress.", [name]);
            }
        }

        foreach (var key in ToKeys(Allow).Intersect(ToKeys(Block)))
        {
            yield return new ValidationResult($"'{Section}:{nameof(Allow)}' and '{Section}:{nameof(Block)}' both contain '{key}'.", [nameof(Allow)]);
        }
    }

    internal static FrozenSet<AssetKey> ToKeys(string list) => Split(list).Select(Parse).OfType<AssetKey>().ToFrozenSet();

    static AssetKey? Parse(string entry)
    {
        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < entry.Length - 1 ? AssetIdentity.Canonicalize(entry[..colon], entry[(colon + 1)..]) : null;
    }

    static string[] Split(string list) =>
        list.Split([',', ';', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
