using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;

namespace AssetFunctions.Testing.Worker;

/// <summary>Describes one function that no local host can run.</summary>
sealed class FakeMetadata(string kind) : IFunctionMetadataProvider
{
    public Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory)
        => Task.FromResult<ImmutableArray<IFunctionMetadata>>(
        [
            new DefaultFunctionMetadata
            {
                Name = "Photos",
                EntryPoint = "AssetFunctions.Testing.Worker.QueueFunctions.Echo",
                ScriptFile = "AssetFunctions.Testing.Worker.dll",
                Language = "dotnet-isolated",
                RawBindings = [kind == "blob" ? """{"name":"blob","type":"blobTrigger","direction":"In","path":"photos"}""" : """{"name":"""],
            },
        ]);
}
