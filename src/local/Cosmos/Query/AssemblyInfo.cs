using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("AssetFunctions.Local.Cosmos.Tests")]
