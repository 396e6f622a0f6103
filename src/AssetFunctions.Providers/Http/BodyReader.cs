using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Http;

/// <summary>Reads bodies that are small enough to be held whole.</summary>
static class BodyReader
{
    /// <summary>Reads a body as far as it goes.</summary>
    /// <param name="body">Takes what arrives, at most <see cref="HttpSourceOptions.MaxResponseBytes"/>.</param>
    /// <returns>What ended it before its time, or null.</returns>
    public static async Task<string?> ReadAsync(
        HttpResponseMessage response, MemoryStream body, HttpSource source, HttpSourceOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.BodyTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await using var content = await response.Content.ReadAsStreamAsync(either.Token);
            var buffer = new byte[HttpSourceDefaults.ReadBytes];
            while (await content.ReadAsync(buffer, either.Token) is > 0 and var read)
            {
                if (body.Length + read > options.MaxResponseBytes)
                {
                    return $"the response exceeds {source.Title}:MaxResponseBytes ({options.MaxResponseBytes} bytes)";
                }

                body.Write(buffer, 0, read);
            }

            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"the response took longer than {source.Title}:BodyTimeout ({options.BodyTimeout.TotalSeconds:0.#} s)";
        }
        catch (Exception fault) when (SourceCalls.IsTransportFault(fault))
        {
            return "the connection broke off";
        }
    }
}
