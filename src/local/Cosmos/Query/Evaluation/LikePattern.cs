namespace AssetFunctions.Local.Cosmos.Query.Evaluation;

/// <summary>
/// A LIKE pattern: <c>%</c> any text, <c>_</c> one character, <c>[a-c]</c> one of a set, <c>[^a-c]</c> one outside it.
/// Matching backs up to the last <c>%</c> only, so its time is bounded by text × pattern.
/// </summary>
sealed class LikePattern
{
    readonly List<Func<char, bool>?> steps = [];

    public LikePattern(string pattern, char? escape)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == escape && i + 1 < pattern.Length)
            {
                AddLiteral(pattern[++i]);
            }
            else if (c == '[' && pattern.IndexOf(']', i + 1) is var end and > 0)
            {
                AddSet(pattern[(i + 1)..end]);
                i = end;
            }
            else if (c == '%')
            {
                steps.Add(null);
            }
            else if (c == '_')
            {
                steps.Add(_ => true);
            }
            else
            {
                AddLiteral(c);
            }
        }
    }

    public bool Matches(string text)
    {
        var (at, step, afterAny, resumeAt) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (step < steps.Count && steps[step] is null)
            {
                afterAny = ++step;
                resumeAt = at;
            }
            else if (step < steps.Count && steps[step]!(text[at]))
            {
                step++;
                at++;
            }
            else if (afterAny >= 0)
            {
                step = afterAny;
                at = ++resumeAt;
            }
            else
            {
                return false;
            }
        }

        return steps.Skip(step).All(rest => rest is null);
    }

    void AddLiteral(char wanted) => steps.Add(c => c == wanted);

    void AddSet(string set)
    {
        var isNegated = set.StartsWith('^');
        var members = isNegated ? set[1..] : set;
        steps.Add(c => Contains(members, c) != isNegated);
    }

    static bool Contains(string members, char c)
    {
        for (var i = 0; i < members.Length; i++)
        {
            var isRange = i + 2 < members.Length && members[i + 1] == '-';
            if (isRange ? c >= members[i] && c <= members[i + 2] : c == members[i])
            {
                return true;
            }

            i += isRange ? 2 : 0;
        }

        return false;
    }
}
