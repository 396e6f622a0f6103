using System.Security.Cryptography;
using System.Text;

namespace AssetFunctions.Local.FunctionsHost.Http;

/// <summary>
/// Checks the key of a request, given in the header <c>x-functions-key</c> or as <c>?code=</c>. Keys are settings:
/// <list type="bullet">
/// <item><c>AzureFunctions:Keys:{name}</c> is a host key and opens every function of level Function and User;</item>
/// <item><c>AzureFunctions:Keys:_master</c> is the master key and opens every level;</item>
/// <item><c>AzureFunctions:FunctionKeys:{function}:{name}</c> opens that function alone, at level Function and User.</item>
/// </list>
/// Without any of them every level is open, as under the Core Tools: the host listens on loopback only.
/// </summary>
sealed class FunctionKeys
{
    const string Header = "x-functions-key";
    const string Query = "code";
    const string Section = "AzureFunctions:Keys";
    const string FunctionSection = "AzureFunctions:FunctionKeys";
    const string Master = "_master";

    readonly byte[]? _master;
    readonly List<byte[]> _host = [];
    readonly Dictionary<string, List<byte[]>> _functions = new(StringComparer.OrdinalIgnoreCase);
    readonly bool _open;

    public FunctionKeys(IConfiguration configuration)
    {
        foreach (var key in configuration.GetSection(Section).GetChildren())
        {
            if (key.Key == Master)
            {
                _master = Hash(key.Value);
            }
            else
            {
                _host.Add(Hash(key.Value));
            }
        }

        foreach (var function in configuration.GetSection(FunctionSection).GetChildren())
        {
            _functions[function.Key] = [.. function.GetChildren().Select(key => Hash(key.Value))];
        }

        _open = _master is null && _host.Count == 0 && _functions.Count == 0;
    }

    /// <param name="level">The level of the function, as its trigger states it.</param>
    public bool Allows(HttpRequest request, string function, string? level)
    {
        if (_open || Is(level, "Anonymous"))
        {
            return true;
        }

        var presented = request.Headers[Header].FirstOrDefault() ?? request.Query[Query].FirstOrDefault();
        if (string.IsNullOrEmpty(presented))
        {
            return false;
        }

        var hash = Hash(presented);
        if (_master is not null && Same(_master, hash))
        {
            return true;
        }

        return (level is null || Is(level, "Function") || Is(level, "User"))
            && _host.Concat(_functions.GetValueOrDefault(function) ?? []).Any(key => Same(key, hash));
    }

    static bool Is(string? level, string name) => string.Equals(level, name, StringComparison.OrdinalIgnoreCase);

    // Hashes have one length, so that the comparison takes the same time for every guess.
    static byte[] Hash(string? key) => SHA256.HashData(Encoding.UTF8.GetBytes(key ?? ""));

    static bool Same(byte[] key, byte[] presented) => CryptographicOperations.FixedTimeEquals(key, presented);
}
