using System.Net.Http.Json;
using AssetFunctions.Cli.Api;

namespace AssetFunctions.Local.Stack.Runs;

/// <summary>Registers wallets through the HTTP API, as their owners would.</summary>
static class Registrations
{
    // At least the price threshold, so that a stack left running shows price updates.
    const int IntervalMinutes = 10;

    /// <exception cref="StackException">The API rejects a registration, or cannot be reached.</exception>
    public static async Task RegisterAsync(Uri api, IEnumerable<(string Name, string Address)> wallets, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = api };
        var started = clock.GetTimestamp();
        foreach (var (name, address) in wallets)
        {
            using var response = await PostAsync(http, new { wallet = address, label = name, intervalMinutes = IntervalMinutes }, started, clock, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new StackException($"The API returned {(int)response.StatusCode} for the registration of {address}.");
            }
        }
    }

    // The app may not be listening yet.
    static async Task<HttpResponseMessage> PostAsync(HttpClient http, object registration, long started, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await http.PostAsJsonAsync(new Uri("wallets", UriKind.Relative), registration, cancellationToken);
            }
            catch (HttpRequestException) when (clock.GetElapsedTime(started) < ApiDefaults.StartPatience)
            {
                await Task.Delay(ApiDefaults.Pause, clock, cancellationToken);
            }
            catch (HttpRequestException ex)
            {
                throw new StackException($"The API at {http.BaseAddress} cannot be reached to register wallets: {ex.Message}");
            }
        }
    }
}
