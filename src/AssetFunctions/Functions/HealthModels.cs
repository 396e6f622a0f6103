using System.Collections.Immutable;

namespace AssetFunctions.Functions;

sealed record HealthModel(string Status, string Version, ImmutableArray<DependencyModel> Dependencies);

sealed record DependencyModel(string Name, string Status)
{
    public const string Up = "up";
    public const string Down = "down";
}
