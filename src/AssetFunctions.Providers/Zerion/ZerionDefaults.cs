using System.Text.Json;
using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.JsonApi;
using AssetFunctions.Sync.Providers;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Defaults and bounds of the Zerion client.</summary>
public static class ZerionDefaults
{
    /// <summary>Name of the provider in runs, prices and logs, and of its <see cref="HttpClient"/>.</summary>
    public const string Name = ProvidersDefaults.Zerion;

    /// <summary>Configuration section.</summary>
    public const string Section = "Zerion";

    public const string BaseAddress = "https://api.zerion.io/";

    /// <summary>Pages of one fetch. Today Zerion sends all positions in one.</summary>
    public const int MaxPages = 20;

    /// <summary>Calls per second until a response states the limit: that of the smallest known plan.</summary>
    internal const double StartCallsPerSecond = 1;

    /// <summary>The largest page size that Zerion allows.</summary>
    internal const int TransactionsPerPage = 100;

    /// <summary>Most ids in one filter.</summary>
    internal const int FungiblesPerCall = 25;

    /// <summary>Longest id of a fungible.</summary>
    internal const int MaxFungibleId = 44;

    /// <summary>Share of a day's or month's quota that is left to wallets.</summary>
    internal const double WalletReserve = 0.2;

    /// <summary>Most transfers, or approvals, of one transaction: batch payouts reach some hundred.</summary>
    internal const int MaxItemsPerTransaction = 500;

    /// <summary>Limits on instants in milliseconds since 1970: Zerion accepts exactly 13 digits.</summary>
    internal const long MinMilliseconds = 1_000_000_000_000;
    internal const long MaxMilliseconds = 9_999_999_999_999;

    internal static readonly HttpProvider Provider = new(Name, Section, BaseAddress)
    {
        Page = new PageShape(null, "data", "links"),
        IsKeyCharacter = character => character is > ' ' and <= '~' and not ':',
        Reason = ReadReason,
    };

    /// <summary>Lifetime of the list of networks, which changes a few times a year.</summary>
    internal static readonly TimeSpan NetworksLifetime = TimeSpan.FromHours(24);

    /// <summary>Wait after the list of networks could not be fetched.</summary>
    internal static readonly TimeSpan NetworksRetry = TimeSpan.FromMinutes(5);

    /// <summary>Wait when the quota of a day or month is used up and no header states its reset.</summary>
    internal static readonly TimeSpan ExhaustedDelay = TimeSpan.FromHours(1);

    // Title and detail of the first error of a JSON:API error document.
    static string? ReadReason(JsonElement document)
    {
        var errors = document.Member("errors");
        if (errors.ValueKind != JsonValueKind.Array || errors.GetArrayLength() == 0)
        {
            return null;
        }

        var title = errors[0].Member("title").TextStart(HttpProviderDefaults.MaxReasonLength);
        var detail = errors[0].Member("detail").TextStart(HttpProviderDefaults.MaxReasonLength);
        return string.Join(": ", new[] { title, detail }.Where(text => !string.IsNullOrWhiteSpace(text)));
    }
}
