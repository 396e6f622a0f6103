using System.Text.Json;
using AssetFunctions.Providers.Http;
using AssetFunctions.Providers.JsonApi;

namespace AssetFunctions.Providers.Zerion;

/// <summary>Defaults and bounds of the Zerion client.</summary>
public static class ZerionDefaults
{
    /// <summary>Name of the source in runs, prices and logs, and of its <see cref="HttpClient"/>.</summary>
    public const string Name = "zerion";

    /// <summary>Configuration section.</summary>
    public const string Section = "Zerion";

    public const string BaseAddress = "https://api.zerion.io/";

    /// <summary>Positions come in one page today.</summary>
    public const int MaxPages = 20;

    /// <summary>Calls per second that Zerion is taken to allow until an answer states more: the smallest plan seen.</summary>
    internal const double StartCallsPerSecond = 1;

    internal static readonly HttpSource Source = new(Name, Section, BaseAddress) { Page = new PageShape(null, "data", "links"), Reason = ReadReason };

    /// <summary>Wait where the quota of a day or month is used up and no header tells its reset.</summary>
    internal static readonly TimeSpan ExhaustedDelay = TimeSpan.FromHours(1);

    // Title and detail of the first error of a JSON:API error document.
    static string? ReadReason(JsonElement document)
    {
        var errors = document.Member("errors");
        if (errors.ValueKind != JsonValueKind.Array || errors.GetArrayLength() == 0)
        {
            return null;
        }

        var title = errors[0].Member("title").TextStart(HttpSourceDefaults.MaxReasonLength);
        var detail = errors[0].Member("detail").TextStart(HttpSourceDefaults.MaxReasonLength);
        return string.Join(": ", new[] { title, detail }.Where(text => !string.IsNullOrWhiteSpace(text)));
    }
}
