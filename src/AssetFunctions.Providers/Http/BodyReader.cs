namespace AssetFunctions.Providers.Http;

/// <summary>Reads response bodies of one provider within its limits of size and time.</summary>
sealed class BodyReader(HttpProvider provider, HttpProviderOptions options, TimeProvider timeProvider)
{
    /// <summary>Reads a body that is small enough for memory.</summary>
    /// <param name="body">Receives the content, at most <see cref="HttpProviderOptions.MaxResponseBytes"/>.</param>
    /// <returns>The reason why it ended early, or null.</returns>
    public Task<string?> ReadAsync(HttpResponseMessage response, MemoryStream body, CancellationToken cancellationToken) => ReadAsync(
        response,
        async (content, token) =>
        {
            var buffer = new byte[HttpProviderDefaults.ReadBytes];
            while (await content.ReadAsync(buffer, token) is > 0 and var read)
            {
                if (body.Length + read > options.MaxResponseBytes)
                {
                    return false;
                }

                body.Write(buffer, 0, read);
            }

            return true;
        },
        cancellationToken);

    /// <summary>Streams a body.</summary>
    /// <param name="consume">Reads the body; returns false when it exceeds <see cref="HttpProviderOptions.MaxResponseBytes"/>.</param>
    /// <returns>The reason why it ended early, or null.</returns>
    public async Task<string?> ReadAsync(
        HttpResponseMessage response, Func<Stream, CancellationToken, Task<bool>> consume, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.BodyTimeout, timeProvider);
        using var timeoutOrCaller = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(timeoutOrCaller.Token);
            return await consume(body, timeoutOrCaller.Token) ? null : $"the response exceeds {provider.Title}:MaxResponseBytes ({options.MaxResponseBytes} bytes)";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"the response took longer than {provider.Title}:BodyTimeout ({options.BodyTimeout.TotalSeconds:0.#} s)";
        }
        catch (Exception ex) when (ProviderCalls.IsTransportFailure(ex))
        {
            return "the connection broke off";
        }
    }
}
