using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("AssetFunctions.LocalCosmos.Tests")]
