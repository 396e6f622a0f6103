namespace AssetFunctions.Sync.Positions;

/// <summary>The provider's ids of a position that was added up of several rows, as one text: separated by blanks, which no id holds.</summary>
public static class ProviderRefs
{
    const char Separator = ' ';

    // More rows of one identity than this are told by the first of them; the text of a position has to stay bounded.
    const int MaxCount = 16;

    /// <summary>The ids of both, each once, in ordinal order.</summary>
    public static string Join(string left, string right) =>
        string.Join(Separator, Split(left).Union(Split(right), StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MaxCount));

    /// <summary>Whether one of the ids is among others.</summary>
    public static bool IsAmong(string refs, IReadOnlySet<string> others) => others.Count > 0 && Split(refs).Any(others.Contains);

    /// <summary>Whether some of the other ids are not among these.</summary>
    public static bool Lacks(string refs, string others) => Split(others).Except(Split(refs), StringComparer.Ordinal).Any();

    static string[] Split(string refs) => refs.Split(Separator, StringSplitOptions.RemoveEmptyEntries);
}
