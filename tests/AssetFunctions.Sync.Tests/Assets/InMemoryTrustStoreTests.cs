using AssetFunctions.Sync.Assets;
using AssetFunctions.Testing.Contracts;
using AssetFunctions.Testing.InMemory;

namespace AssetFunctions.Sync.Tests.Assets;

public sealed class InMemoryTrustStoreTests : TrustStoreContract
{
    protected override ITrustStore Store { get; } = new InMemoryTrustStore();
}
