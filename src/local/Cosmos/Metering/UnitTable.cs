using System.Text.Json;
using System.Text.Json.Serialization;

namespace AssetFunctions.Local.Cosmos.Metering;

/// <summary>Costs of requests in request units, from <c>request-units.json</c>, which <c>infra/probe</c> can measure. One entry per size.</summary>
/// <param name="Origin">Origin of the figures.</param>
/// <param name="Kilobytes">Sizes with system properties, ascending.</param>
/// <param name="Read">A point read.</param>
/// <param name="Write">A create without index terms.</param>
/// <param name="Replace">A replace without index terms.</param>
/// <param name="RefusedPatch">A patch whose condition does not hold.</param>
/// <param name="Query">A query that loads one document.</param>
/// <param name="QueryFloor">A query that finds nothing.</param>
/// <param name="Term">An index term that is added or removed.</param>
/// <param name="PatchedProperty">An operation of a patch, beyond the replace.</param>
/// <param name="Batch">A batch as a multiple of the sum of its operations.</param>
/// <param name="Minimum">Anything else: metadata, a missing item, a refused request, 304.</param>
sealed record UnitTable(
    string Origin,
    int[] Kilobytes,
    double[] Read,
    double[] Write,
    double[] Replace,
    double[] RefusedPatch,
    double[] Query,
    double QueryFloor,
    double Term,
    double PatchedProperty,
    double Batch,
    double Minimum)
{
    public static UnitTable Load()
    {
        using var stream = typeof(UnitTable).Assembly.GetManifestResourceStream("request-units.json")!;
        return JsonSerializer.Deserialize(stream, UnitTableJson.Default.UnitTable)!;
    }

    /// <summary>The entry of a column for a size; a size between two rows costs as much as the larger one.</summary>
    public double At(double[] column, int bytes)
    {
        var row = Array.FindIndex(Kilobytes, kilobytes => bytes <= kilobytes * 1024);
        return row >= 0 ? column[row] : column[^1] * bytes / (Kilobytes[^1] * 1024.0);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UnitTable))]
sealed partial class UnitTableJson : JsonSerializerContext;
