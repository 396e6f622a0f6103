using AssetFunctions.Providers.Http;

namespace AssetFunctions.Providers.DefiLlama;

sealed class DefiLlamaOptionsValidator() : HttpSourceOptionsValidator<DefiLlamaOptions>(DefiLlamaDefaults.Source)
{
    const int MaxSearchWidthHours = 24;

    // The key goes into a path, so it must not hold what would end a part of it.
    protected override bool IsKeyCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';

    protected override IEnumerable<string> Failures(DefiLlamaOptions options)
    {
        foreach (var failure in base.Failures(options))
        {
            yield return failure;
        }

        if (options.MinConfidence is not (>= 0 and <= 1))
        {
            yield return $"DefiLlama:MinConfidence is {options.MinConfidence}; it must be from 0 to 1.";
        }

        if (options.SearchWidthHours is < 1 or > MaxSearchWidthHours)
        {
            yield return $"DefiLlama:SearchWidthHours is {options.SearchWidthHours}; it must be from 1 to {MaxSearchWidthHours}.";
        }
    }
}
