using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync;

/// <summary>Checks the annotations of an options class, with one sentence per mistake that names the setting in full.</summary>
/// <param name="section">Section the options are bound to.</param>
public sealed class SectionValidator<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var results = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(results.Select(Sentence));
    }

    // The framework's messages begin with "The field", ours name their settings themselves.
    string Sentence(ValidationResult result)
    {
        var member = result.MemberNames.FirstOrDefault();
        return (result.ErrorMessage ?? string.Empty).Replace($"The field {member} ", $"{section}:{member} ", StringComparison.Ordinal);
    }
}
