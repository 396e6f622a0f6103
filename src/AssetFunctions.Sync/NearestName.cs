namespace AssetFunctions.Sync;

/// <summary>Finds the known name that a mistyped one most likely stands for.</summary>
public static class NearestName
{
    /// <summary>The known name with the smallest Levenshtein distance, the first in ordinal order on a tie; null where none is known.</summary>
    public static string? Of(string name, IEnumerable<string> known) => known.MinBy(one => (Edits(name, one), one));

    static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= to.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
