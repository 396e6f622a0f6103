namespace AssetFunctions.Local.Cosmos.Tests.Fuzz;

/// <summary>Valid queries to start from, and ways to spoil a text.</summary>
static class SqlTexts
{
    public static readonly string[] Valid =
    [
        "SELECT * FROM c WHERE c.v > 3 AND c.pk = 'p' OR NOT (c.id IN ('a', 'b'))",
        "SELECT TOP 5 c.id, c.o.n AS n, c['tags'][0] FROM c WHERE c.text LIKE '%a_[b-d]!%' ESCAPE '!'",
        "SELECT DISTINCT VALUE {'k': c.id, 'm': [c.v, null, undefined]} FROM c ORDER BY c.v DESC, c.id ASC OFFSET 1 LIMIT 3",
        "SELECT c.pk, COUNT(1) AS n, SUM(c.v) AS s, MIN(c.v) AS low, AVG(c.v) AS mean FROM c GROUP BY c.pk",
        "SELECT c.id, t FROM c JOIN t IN c.tags WHERE t BETWEEN 'a' AND 'z' AND EXISTS(SELECT VALUE x FROM x IN c.tags WHERE x = t)",
        "SELECT VALUE ARRAY(SELECT VALUE UPPER(t) FROM t IN c.tags) FROM c",
        "SELECT VALUE COUNT(1) FROM (SELECT DISTINCT VALUE c.pk FROM c)",
        "SELECT VALUE (c.v ?? 0) + 2 * -c.v % 3 || 'x' FROM c WHERE c.v >> 1 = ~c.v & 0xFF",
        "SELECT VALUE c.v > 2 ? 'big' : c.v = 0 ? 'none' : 'small' FROM c -- sizes",
        "SELECT @a, @b.n, UDF.mine(c) FROM c /* a udf */ WHERE ARRAY_CONTAINS(@a, c.id, true)",
        "SELECT VALUE REGEXMATCH(c.text, '^(a+)+$', 'im') FROM c WHERE STARTSWITH(c.id, 'a', true) AND LENGTH(REPLICATE(c.id, 3)) > 2",
        "SELECT VALUE [SUBSTRING(c.text, 1, 2), REPLACE(c.text, 'a', 'b'), INDEX_OF(c.text, 'x'), STRINGTOARRAY('[1]'), ROUND(1.5), POWER(2, 3)] FROM c",
        "SELECT VALUE [DATETIMEADD('mm', 1, '2020-01-31'), DATETIMEDIFF('day', @a, @b), TIMESTAMPTODATETIME(1e12), SETUNION(c.tags, [1])] FROM c",
        "SELECT VALUE root[\"id\"] FROM root WHERE (root[\"v\"] > 2) ORDER BY root[\"v\"] ASC",
        "SELECT g.pk FROM (SELECT c.pk, MAX(c.v) AS m FROM c GROUP BY c.pk) AS g WHERE IS_DEFINED(g.m) AND IS_NUMBER(g.m)",
    ];

    static readonly string[] Fragments =
    [
        "(", ")", "[", "]", "{", "}", "'", "\"", "\\", ",", ".", ":", "?", "??", "=", "<>", ">>>", "||", "-", "@", "--", "/*", "*/", "%", "_",
        " SELECT ", " VALUE ", " FROM ", " WHERE ", " JOIN ", " IN ", " NOT ", " AND ", " OR ", " LIKE ", " ESCAPE ", " BETWEEN ", " ORDER BY ",
        " GROUP BY ", " OFFSET ", " LIMIT ", " TOP ", " DISTINCT ", " EXISTS(", " ARRAY(", " UNDEFINED ", " null ", "c", "c.tags", "*", "COUNT(1)",
        "SUM(", "REPLICATE('x', 9999)", "1e308", "1e309", "0xFFFFFFFFFFFFFFFF", "4294967295", "4294967296", "99999999999999999999", "-0", "0.1e-320",
        "\\u0000", "\\ud800", "\u0000", "\ud800", "é", "\u2028", "😀", "\t", "\r\n", "'%%%%%%%%%%%%'", "udf.", "LENGTH", "[^-]", "(((((((((((((((((((",
    ];

    public static string Spoil(Random random, string text)
    {
        for (var rounds = random.Next(1, 5); rounds > 0; rounds--)
        {
            text = SpoilOnce(random, text);
        }

        return text;
    }

    static string SpoilOnce(Random random, string text)
    {
        var (from, to) = (random.Next(text.Length + 1), random.Next(text.Length + 1));
        (from, to) = from < to ? (from, to) : (to, from);
        return random.Next(8) switch
        {
            0 => text.Remove(from, Math.Min(to - from, 6)),
            1 => text[..from],
            2 => text.Insert(to, text[from..Math.Min(to, from + 30)]),
            3 => text[..from] + Valid[random.Next(Valid.Length)][random.Next(10)..],
            4 => text.Insert(from, ((char)random.Next(0x250)).ToString()),
            5 => text.Insert(from, string.Concat(Enumerable.Repeat(Fragments[random.Next(Fragments.Length)], random.Next(1, 300)))),
            6 => text[..from] + "(" + text[from..to] + ")" + text[to..],
            _ => text.Insert(from, Fragments[random.Next(Fragments.Length)]),
        };
    }
}
