using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Http;

/// <summary>Reads the parameters of a query string. An invalid one ends the request.</summary>
sealed class QueryReader(IQueryCollection query)
{
    /// <summary>Returns the value of a parameter, or its fallback when it is absent or empty.</summary>
    /// <exception cref="ProblemException">The parameter is given more than once or is invalid.</exception>
    public T Read<T>(QueryParameter<T> parameter)
    {
        var texts = query[parameter.Name];
        return texts.Count > 1 ? throw new ProblemException(Problems.BadParameter(parameter.Name, "given once"))
            : texts is not [{ Length: > 0 } text] ? parameter.Fallback
            : parameter.TryParse(text, out var value) ? value
            : throw new ProblemException(Problems.BadParameter(parameter.Name, parameter.Rule));
    }

    /// <summary>Returns the place where the previous page ended, or null for the first page.</summary>
    /// <param name="open">Reads the token; returns null when it is damaged or belongs to another list.</param>
    /// <exception cref="ProblemException">The token is invalid.</exception>
    public T? ReadContinuation<T>(Func<string, T?> open)
        where T : class =>
        Read(ApiParameters.Continuation) is { } token ? open(token) ?? throw new ProblemException(Problems.BadContinuation()) : null;
}
