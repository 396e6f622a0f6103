using AssetFunctions.Sync.Caching;
using Azure.Core;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace AssetFunctions.Redis.Connection;

/// <summary>
/// Signs in to Redis with the identity of the app: its access token is the password. Every handshake uses the newest token. Open connections
/// sign in again when the token changes, because Redis closes a connection whose token has expired.
/// </summary>
sealed partial class RedisSignIn(TokenCredential credential, TimeProvider clock, ILogger logger) : AzureManagedRedisOptionsProvider
{
    static readonly TokenRequestContext Request = new([RedisDefaults.TokenScope]);

    volatile string? _token;
    bool _isFailing;

    /// <summary>Current token; the client reads it at every handshake.</summary>
    public override string? Password => _token;

    /// <summary>Gets the token for the first handshake.</summary>
    /// <exception cref="SharedCacheException">The credential returned no token.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await GetTokenAsync(cancellationToken);
            ReportSuccess();
        }
        catch (Exception ex)
        {
            // Credentials throw types of their own, including plain exceptions.
            ReportFailure(ex);
            throw new SharedCacheException(SharedCacheFailure.Failed, $"Redis sign-in failed: {ex.Message}", ex);
        }
    }

    /// <summary>Keeps open connections signed in until canceled. The credential caches its token and renews it well before it expires.</summary>
    public async Task RenewAsync(IConnectionMultiplexer connection, string user, CancellationToken cancellationToken)
    {
        var used = _token;
        using var timer = new PeriodicTimer(RedisDefaults.TokenCheckInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                var token = await GetTokenAsync(cancellationToken);
                if (token != used)
                {
                    await Task.WhenAll(connection.GetServers().Where(server => server.IsConnected).Select(server => server.ExecuteAsync("AUTH", user, token)));
                    used = token;
                }

                ReportSuccess();
            }
            catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
            {
                ReportFailure(ex);
            }
        }
    }

    async Task<string> GetTokenAsync(CancellationToken cancellationToken) => _token = (await credential.GetTokenAsync(Request, cancellationToken)).Token;

    void ReportSuccess()
    {
        if (_isFailing)
        {
            _isFailing = false;
            Log.SignedIn(logger);
        }
    }

    // Logged once per outage: it repeats every minute, or with every call while there is no connection.
    void ReportFailure(Exception exception)
    {
        if (!_isFailing)
        {
            _isFailing = true;
            Log.SignInFailed(logger, exception.Message);
        }
    }

    static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Redis sign-in failed and will be retried. An open connection works until its token expires: {Reason}")]
        public static partial void SignInFailed(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Information, "Redis sign-in succeeded again.")]
        public static partial void SignedIn(ILogger logger);
    }
}
