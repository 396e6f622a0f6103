using System.Globalization;
using System.Text.Json.Nodes;
using AssetFunctions.Http;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Phases.Lifecycle;
using AssetFunctions.Sync.Wallets;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Functions;

/// <summary>Reads a registration from the body and the conditional headers of a request.</summary>
static class RegistrationReader
{
    /// <summary>Reads the address in canonical form and the changes to make.</summary>
    /// <exception cref="ProblemException">The body, the address or a header is invalid.</exception>
    public static async Task<(string Wallet, RegistrationChange Change)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await JsonBody.TryReadAsync<RegistrationBody>(request, cancellationToken)
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

    // The version of a registration is a number, 0 where there must be none.
    static bool TryReadCondition(IHeaderDictionary headers, out int? revision)
    {
        var isCondition = Preconditions.TryRead(headers, out var condition);
        revision = condition.MustBeAbsent ? 0 : null;
        return isCondition && (condition.Version is not { } version
            || (int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) && (revision = seen) >= 1));
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
