namespace AssetFunctions.Sync.Positions;

/// <summary>The provider's ids of a position merged from several rows, as one text. Separated by spaces, which no id contains.</summary>
public static class ProviderRefs
{
    const char Separator = ' ';

    // Bounds the size of a position: further ids are dropped.
    const int MaxCount = 16;

    /// <summary>Joins the ids of both, each once, in ordinal order.</summary>
    public static string Join(string left, string right) =>
        string.Join(Separator, Split(left).Union(Split(right), StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MaxCount));

    /// <summary>Whether any of the ids is among others.</summary>
    public static bool IsAmong(string refs, IReadOnlySet<string> others) => others.Count > 0 && Split(refs).Any(others.Contains);

    /// <summary>Whether any of the other ids is missing here.</summary>
    public static bool Lacks(string refs, string others) => Split(others).Except(Split(refs), StringComparer.Ordinal).Any();

    static string[] Split(string refs) => refs.Split(Separator, StringSplitOptions.RemoveEmptyEntries);
}
