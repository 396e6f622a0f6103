using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace AssetFunctions.Local.Cosmos.Query.Functions;

/// <summary>All built-in functions by name, in any case.</summary>
static class FunctionTable
{
    static readonly FrozenDictionary<string, SqlFunction> ByName =
        new[]
        {
            TypeFunctions.All,
            StringFunctions.All,
            ConversionFunctions.All,
            MathFunctions.All,
            ArrayFunctions.All,
            DateFunctions.All,
        }
        .SelectMany(functions => functions)
        .ToFrozenDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<SqlFunction> All => ByName.Values;

    public static bool TryGet(string name, [NotNullWhen(true)] out SqlFunction? function) => ByName.TryGetValue(name, out function);
}
