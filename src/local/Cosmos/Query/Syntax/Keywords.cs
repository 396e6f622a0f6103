using System.Collections.Frozen;

namespace AssetFunctions.Local.Cosmos.Query.Syntax;

/// <summary>Reserved words, in any case. A member of that name is reached as <c>c["order"]</c>, not <c>c.order</c>.</summary>
static class Keywords
{
    static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "AND", "ARRAY", "AS", "ASC", "BETWEEN", "BY", "DESC", "DISTINCT", "ESCAPE", "EXISTS", "FALSE", "FROM", "GROUP", "IN", "JOIN",
        "LIKE", "LIMIT", "NOT", "NULL", "OFFSET", "OR", "ORDER", "SELECT", "TOP", "TRUE", "UDF", "UNDEFINED", "VALUE", "WHERE");

    public static bool TryGet(string word, out string keyword) => Reserved.TryGetValue(word, out keyword!);

    public static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    public static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';
}
