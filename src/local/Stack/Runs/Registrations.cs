using System.Net.Http.Json;

namespace AssetFunctions.Local.Stack.Runs;

/// <summary>Registers wallets through the HTTP API, as their owners would.</summary>
static class Registrations
{
    // The price threshold, so that a stack left running shows price updates.
    const int IntervalMinutes = 10;

    /// <exception cref="StackException">The API does not take a registration.</exception>
    public static async Task RegisterAsync(Uri api, IEnumerable<(string Name, string Address)> wallets, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = api };
        foreach (var (name, address) in wallets)
        {
            using var response = await http.PostAsJsonAsync(
                new Uri("wallets", UriKind.Relative), new { wallet = address, label = name, intervalMinutes = IntervalMinutes }, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new StackException($"The API answers {(int)response.StatusCode} to the registration of {address}.");
            }
        }
    }
}
