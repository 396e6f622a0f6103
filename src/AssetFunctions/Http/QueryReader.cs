using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Http;

/// <summary>Reads the parameters of a query string. One that makes no sense ends the request.</summary>
sealed class QueryReader(IQueryCollection query)
{
    /// <summary>The value of a parameter, or its fallback where it is absent or empty.</summary>
    /// <exception cref="ProblemException">It is given more than once or makes no sense.</exception>
    public T Read<T>(QueryParameter<T> parameter)
    {
        var texts = query[parameter.Name];
        return texts.Count > 1 ? throw new ProblemException(Problems.BadParameter(parameter.Name, "given once"))
            : texts is not [{ Length: > 0 } text] ? parameter.Fallback
            : parameter.TryParse(text, out var value) ? value
            : throw new ProblemException(Problems.BadParameter(parameter.Name, parameter.Rule));
    }

    /// <summary>Where the page before ended, or null for the first page.</summary>
    /// <param name="open">Opens the token; null when it was changed or made for another list.</param>
    /// <exception cref="ProblemException">The token does not open.</exception>
    public T? ReadContinuation<T>(Func<string, T?> open)
        where T : class =>
        Read(ApiParameters.Continuation) is { } token ? open(token) ?? throw new ProblemException(Problems.BadContinuation()) : null;
}
