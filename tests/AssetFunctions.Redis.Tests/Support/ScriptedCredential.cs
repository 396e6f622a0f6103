using Azure.Core;

namespace AssetFunctions.Redis.Tests.Support;

/// <summary>A credential that returns the token, or throws the exception, that the test sets.</summary>
sealed class ScriptedCredential(Func<CancellationToken, Task<string>> token) : TokenCredential
{
    int _requests;

    public ScriptedCredential(string token)
        : this(_ => Task.FromResult(token))
    {
    }

    public ScriptedCredential(Exception exception)
        : this(_ => Task.FromException<string>(exception))
    {
    }

    /// <summary>Returns the token of the next requests.</summary>
    public Func<CancellationToken, Task<string>> Token { get; set; } = token;

    /// <summary>Requests for a token so far.</summary>
    public int Requests => _requests;

    /// <summary>Scope of the last request.</summary>
    public string? Scope { get; private set; }

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Scope = Assert.Single(requestContext.Scopes);
        Interlocked.Increment(ref _requests);
        return new AccessToken(await Token(cancellationToken), DateTimeOffset.MaxValue);
    }
}
