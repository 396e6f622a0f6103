using AssetFunctions.Providers.Http;

namespace AssetFunctions.Providers.Zerion;

sealed class ZerionOptionsValidator() : HttpSourceOptionsValidator<ZerionOptions>(ZerionDefaults.Source)
{
    protected override bool IsKeyCharacter(char character) => character is > ' ' and <= '~' and not ':';
}
