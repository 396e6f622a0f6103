using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync;

/// <summary>Checks the annotations of an options class and what it says of itself, with one sentence per mistake that names the setting in full.</summary>
/// <param name="section">Section the options are bound to.</param>
public sealed class SectionValidator<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var context = new ValidationContext(options);
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, context, results, validateAllProperties: true);

        // The framework asks the object itself only where no annotation is violated.
        var whole = options is IValidatableObject self ? self.Validate(context) : [];
        var sentences = results.Concat(whole).Select(Sentence).Distinct(StringComparer.Ordinal).ToList();
        return sentences.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(sentences);
    }

    // The framework's messages begin with "The field", ours name their settings themselves.
    string Sentence(ValidationResult result)
    {
        var member = result.MemberNames.FirstOrDefault();
        return (result.ErrorMessage ?? string.Empty).Replace($"The field {member} ", $"{section}:{member} ", StringComparison.Ordinal);
    }
}

/// <summary>Registers options. Every options class of the product comes this way, so that a start that fails lists all mistakes at once.</summary>
public static class ValidatedOptionsExtensions
{
    /// <summary>Binds options to their section of the settings and checks them when the host starts, with <see cref="SectionValidator{TOptions}"/>.</summary>
    public static OptionsBuilder<TOptions> AddValidated<TOptions>(this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class =>
        services.AddValidated<TOptions>(section).Bind(configuration.GetSection(section));

    /// <summary>Checks options when the host starts that are not bound to a section but filled in by the caller.</summary>
    public static OptionsBuilder<TOptions> AddValidated<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, SectionValidator<TOptions>>(_ => new SectionValidator<TOptions>(section)));
        return services.AddOptions<TOptions>().ValidateOnStart();
    }
}
