using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Http;

/// <summary>Reads the parameters of a query string and remembers the first that makes no sense.</summary>
sealed class QueryReader(IQueryCollection query)
{
    /// <summary>The problem with the first wrong parameter, or null while all are right.</summary>
    public ApiAnswer? Problem { get; private set; }

    /// <summary>The value of a parameter, or its fallback where it is absent, empty or wrong.</summary>
    public T Read<T>(QueryParameter<T> parameter)
    {
        var texts = query[parameter.Name];
        if (texts.Count > 1)
        {
            return Refuse(parameter, "given once");
        }

        return texts is not [{ Length: > 0 } text] ? parameter.Fallback
            : parameter.TryParse(text, out var value) ? value
            : Refuse(parameter, parameter.Rule);
    }

    T Refuse<T>(QueryParameter<T> parameter, string rule)
    {
        Problem ??= Problems.BadParameter(parameter.Name, rule);
        return parameter.Fallback;
    }
}
