using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>ASP.NET Core integration of an app of functions.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>
    /// Lets functions take an <c>HttpRequest</c> and route values and return an <c>IActionResult</c>. The app listens
    /// only when it has an HTTP function.
    /// </summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Worker.HttpEnabled = true;
        builder.Services.AddMvcCore();
        return builder;
    }
}
