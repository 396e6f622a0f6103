using AssetFunctions.Local.Cosmos.Query.Syntax;

namespace AssetFunctions.Local.Cosmos.Query.Binding;

static class Projection
{
    /// <summary>The member each select item becomes: its alias, the last name of its path, or <c>$1</c>, <c>$2</c>… for the rest.</summary>
    public static IEnumerable<(SelectItem Item, string Name)> Names(SelectList list)
    {
        var unnamed = 0;
        foreach (var item in list.Items)
        {
            yield return (item, item.Alias ?? SourceNames.LastName(item.Value) ?? $"${++unnamed}");
        }
    }
}
