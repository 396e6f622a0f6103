using AssetFunctions.Testing.Azurite;

namespace AssetFunctions.LocalWorker.Tests.Support;

/// <summary>The tests that share one Azurite; they run one after the other and use queues of their own.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteTests : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}
