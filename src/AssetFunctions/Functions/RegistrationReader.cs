using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AssetFunctions.Http;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Wallets;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AssetFunctions.Functions;

/// <summary>Reads a registration from the body and the conditional headers of a request.</summary>
static class RegistrationReader
{
    static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads the address in canonical form and the changes to make.</summary>
    /// <exception cref="ProblemException">The body, the address or a header is invalid.</exception>
    public static async Task<(string Wallet, RegistrationChange Change)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await ParseAsync(request.Body, cancellationToken)
            ?? throw new ProblemException(Problems.BadBody(
                $"a JSON object of at most {ApiDefaults.MaxBodyBytes} bytes with 'wallet' and optionally 'label', 'networks', 'intervalMinutes' and 'paused'"));
        if (!WalletAddress.TryCanonicalize(body.Wallet, out var wallet))
        {
            throw new ProblemException(Problems.BadWallet());
        }

        if (!TryReadCondition(request.Headers, out var revision))
        {
            throw new ProblemException(Problems.BadParameter("If-Match", "one version of the registration in quotes, and If-None-Match '*'"));
        }

        var networks = body.Networks is null ? null : NetworkSlugs.Clean(body.Networks);
        return ProblemOf(body, networks) is { } problem ? throw new ProblemException(problem) : (wallet, new RegistrationChange
        {
            Label = body.Label,
            Networks = networks,
            Interval = body.IntervalMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            IsPaused = body.Paused,
            ExpectedRevision = revision,
        });
    }

    static ApiResponse? ProblemOf(RegistrationBody body, IReadOnlyList<string>? networks) =>
        body.Networks is not null && networks is null
            ? Problems.BadParameter("networks", $"at most {RegistrationDefaults.MaxNetworks} network slugs such as 'ethereum'")
        : body.IntervalMinutes is { } minutes && minutes is not (>= RegistrationDefaults.MinIntervalMinutes and <= RegistrationDefaults.MaxIntervalMinutes)
            ? Problems.BadParameter(
                "intervalMinutes", $"a number from {RegistrationDefaults.MinIntervalMinutes} to {RegistrationDefaults.MaxIntervalMinutes} (seven days)")
        : null;

    static async Task<RegistrationBody?> ParseAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[ApiDefaults.MaxBodyBytes + 1];
        try
        {
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return length > ApiDefaults.MaxBodyBytes ? null : JsonSerializer.Deserialize<RegistrationBody>(buffer.AsSpan(0, length), Strict);
        }
        catch (Exception ex) when (ex is JsonException or IOException)
        {
            // A body that ends early, is wrongly chunked or exceeds the server's limit is as invalid as one that is not JSON.
            return null;
        }
    }

    static bool TryReadCondition(IHeaderDictionary headers, out int? revision)
    {
        revision = headers.IfNoneMatch.Count > 0 ? 0 : null;
        if (headers.IfNoneMatch.Count > 0)
        {
            return headers.IfMatch.Count == 0 && headers.IfNoneMatch is ["*"];
        }

        if (headers.IfMatch.Count == 0)
        {
            return true;
        }

        var isVersion = headers.IfMatch is [{ } text]
            && EntityTagHeaderValue.TryParse(text, out var tag)
            && int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seen)
            && (revision = seen) >= 1;
        return isVersion;
    }

    /// <summary>JSON schema of the body.</summary>
    public static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("wallet"),
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["wallet"] = new JsonObject { ["type"] = "string" },
            ["label"] = new JsonObject { ["type"] = new JsonArray("string", "null") },
            ["networks"] = new JsonObject
            {
                ["type"] = new JsonArray("array", "null"),
                ["items"] = new JsonObject { ["type"] = "string" },
                ["maxItems"] = RegistrationDefaults.MaxNetworks,
            },
            ["intervalMinutes"] = new JsonObject
            {
                ["type"] = new JsonArray("number", "null"),
                ["minimum"] = RegistrationDefaults.MinIntervalMinutes,
                ["maximum"] = RegistrationDefaults.MaxIntervalMinutes,
            },
            ["paused"] = new JsonObject { ["type"] = new JsonArray("boolean", "null") },
        },
    };

    sealed record RegistrationBody(string? Wallet, string? Label, IReadOnlyList<string?>? Networks, double? IntervalMinutes, bool? Paused);
}
