using System.Security.Cryptography;
using System.Text;

namespace AssetFunctions.Local.FunctionsHost.Http;

/// <summary>
/// Checks the key of a request, given in the header <c>x-functions-key</c> or as <c>?code=</c>. Keys are settings:
/// <list type="bullet">
/// <item><c>AzureFunctions:Keys:{name}</c> is a host key and opens every function of level Function;</item>
/// <item><c>AzureFunctions:Keys:_master</c> is the master key and opens every level;</item>
/// <item><c>AzureFunctions:FunctionKeys:{function}:{name}</c> opens that function alone, at level Function.</item>
/// </list>
/// Without any of them every level is open, as under the Core Tools: the host listens on loopback only.
/// </summary>
sealed class FunctionKeys(IConfiguration configuration)
{
    const string Master = "_master";

    readonly IConfigurationSection _host = configuration.GetSection("AzureFunctions:Keys");
    readonly IConfigurationSection _functions = configuration.GetSection("AzureFunctions:FunctionKeys");

    /// <param name="level">The authorization level from the trigger of the function.</param>
    public bool Allows(HttpRequest request, string function, string? level)
    {
        if ((!_host.Exists() && !_functions.Exists()) || Is(level, "Anonymous"))
        {
            return true;
        }

        var presented = request.Headers["x-functions-key"].FirstOrDefault() ?? request.Query["code"].FirstOrDefault() ?? "";
        var keys = _host.GetChildren();
        return (Is(level, "Function") || Is(level, "User") ? keys.Concat(_functions.GetSection(function).GetChildren()) : keys.Where(key => key.Key == Master))
            .Any(key => key.Value is { Length: > 0 } value && CryptographicOperations.FixedTimeEquals(Bytes(value), Bytes(presented)));
    }

    static bool Is(string? level, string name) => (level ?? "Function").Equals(name, StringComparison.OrdinalIgnoreCase);

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
