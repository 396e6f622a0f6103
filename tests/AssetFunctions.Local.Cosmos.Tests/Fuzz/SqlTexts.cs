namespace AssetFunctions.Local.Cosmos.Tests.Fuzz;

/// <summary>Valid queries to start from, and ways to corrupt them.</summary>
static class SqlTexts
{
    public static readonly string[] Valid =
    [
        "SELECT * FROM c WHERE c.v > 3 AND c.pk = 'p' OR NOT (c.id IN ('a', 'b'))",
        "SELECT TOP 5 c.id, c.o.n AS n, c['tags'][0] FROM c WHERE c.text >= 'a' AND c.text < 'b'",
        "SELECT DISTINCT VALUE {'k': c.id, 'm': [c.v, null, undefined]} FROM c",
        "SELECT VALUE COUNT(1) FROM c WHERE STARTSWITH(c.id, 'a', true) AND CONTAINS(c.text, 'a')",
        "SELECT VALUE [{\"item\": COUNT(c.v)}] FROM c",
        "SELECT c._rid, [{\"item\": c.v}] AS orderByItems, c AS payload FROM c WHERE (c.v > 1) AND (true) ORDER BY c.v DESC OFFSET 0 LIMIT 3",
        "SELECT VALUE c.v > 2 FROM c -- sizes",
        "SELECT @a, @b.n FROM c /* all */ WHERE ARRAY_CONTAINS(@a, {'id': c.id}, true) OR ARRAY_CONTAINS(c.tags, 'x')",
        "SELECT VALUE root[\"id\"] FROM root WHERE (root[\"v\"] > 2) ORDER BY root[\"v\"] ASC",
        "SELECT * FROM c WHERE ( ( c.id = @a AND c[\"pk\"] = @b ) OR ( c.id = 'b' AND IS_DEFINED(c[\"pk\"]) = false ) )",
        "SELECT r.id FROM root AS r WHERE IS_NUMBER(r.v) AND NOT IS_NULL(r.o) AND r.v NOT IN (-1.5e3, true, 'x')",
        "SELECT c.id, t FROM c JOIN t IN c.tags WHERE t BETWEEN 'a' AND 'z'",
        "SELECT c.pk, COUNT(1) AS n FROM c GROUP BY c.pk",
        "SELECT VALUE (c.v ?? 0) + 2 * -c.v FROM c WHERE c.text LIKE '%a_[b-d]!%' ESCAPE '!'",
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
