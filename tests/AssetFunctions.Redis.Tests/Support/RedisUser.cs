using System.Globalization;
using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace AssetFunctions.Redis.Tests.Support;

/// <summary>
/// The user <c>app</c> of a Redis that accepts no other user, managed by its administrator. The password represents the access token: a new one
/// replaces it, as a new token outlives the old one.
/// </summary>
sealed partial class RedisUser : IAsyncDisposable
{
    const string AdminPassword = "admin";

    readonly ConnectionMultiplexer _admin;

    RedisUser(ConnectionMultiplexer admin) => _admin = admin;

    public static async Task<RedisUser> CreateAsync(string address, string password)
    {
        await using (var open = await ConnectionMultiplexer.ConnectAsync(address))
        {
            await open.GetDatabase().ExecuteAsync("ACL", "SETUSER", "default", "resetpass", $">{AdminPassword}");
        }

        var user = new RedisUser(await ConnectionMultiplexer.ConnectAsync($"{address},password={AdminPassword},allowAdmin=true"));
        await user.ChangePasswordAsync(password);
        return user;
    }

    public Task ChangePasswordAsync(string password) => ExecuteAsync("ACL", "SETUSER", "app", "on", "resetpass", $">{password}", "~*", "&*", "+@all");

    /// <summary>Ends every connection of the user.</summary>
    public Task KillAsync() => ExecuteAsync("CLIENT", "KILL", "USER", "app");

    /// <summary>Counts the open connections of the user.</summary>
    public async Task<int> ConnectionsAsync() =>
        ((string?)await ExecuteAsync("CLIENT", "LIST"))!.Split('\n').Count(client => client.Contains(" user=app ", StringComparison.Ordinal));

    /// <summary>Sets the counts of sign-ins back to 0.</summary>
    public Task ResetSignInsAsync() => ExecuteAsync("CONFIG", "RESETSTAT");

    /// <summary>Counts sign-ins of all connections.</summary>
    public async Task<(int All, int Rejected)> SignInsAsync()
    {
        var auth = SignIns().Match((string?)await ExecuteAsync("INFO", "commandstats") ?? string.Empty);
        return auth.Success ? (Number("calls"), Number("failed")) : (0, 0);

        int Number(string group) => int.Parse(auth.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    Task<RedisResult> ExecuteAsync(string command, params object[] arguments) => _admin.GetDatabase().ExecuteAsync(command, arguments);

    [GeneratedRegex(@"^cmdstat_auth:calls=(?<calls>\d+),.*failed_calls=(?<failed>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SignIns();
}
