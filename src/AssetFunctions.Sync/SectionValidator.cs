using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync;

/// <summary>Validates options by annotations and <see cref="IValidatableObject"/>. Each mistake is one sentence with the full name of the setting.</summary>
/// <param name="section">Section that the options are bound to.</param>
public sealed class SectionValidator<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var context = new ValidationContext(options);
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, context, results, validateAllProperties: true);

        // The framework calls the object's own Validate only if no annotation is violated.
        var whole = options is IValidatableObject self ? self.Validate(context) : [];
        var sentences = results.Concat(whole).Select(Sentence).Distinct(StringComparer.Ordinal).ToList();
        return sentences.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(sentences);
    }

    // The framework's messages begin with "The field"; our own name the setting already.
    string Sentence(ValidationResult result)
    {
        var member = result.MemberNames.FirstOrDefault();
        return (result.ErrorMessage ?? string.Empty).Replace($"The field {member} ", $"{section}:{member} ", StringComparison.Ordinal);
    }
}

/// <summary>Registers options. Every options class is registered here, so that a failed start lists all mistakes at once.</summary>
public static class ValidatedOptionsExtensions
{
    /// <summary>Binds options to their section and validates them at start, with <see cref="SectionValidator{TOptions}"/>.</summary>
    public static OptionsBuilder<TOptions> AddValidated<TOptions>(this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class =>
        services.AddValidated<TOptions>(section).Bind(configuration.GetSection(section));

    /// <summary>Validates options at start that the caller fills in instead of binding a section.</summary>
    public static OptionsBuilder<TOptions> AddValidated<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, SectionValidator<TOptions>>(_ => new SectionValidator<TOptions>(section)));
        return services.AddOptions<TOptions>().ValidateOnStart();
    }
}
