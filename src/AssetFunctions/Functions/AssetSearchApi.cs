using AssetFunctions.Http;
using AssetFunctions.Sync.Assets;
using Microsoft.AspNetCore.Http;

namespace AssetFunctions.Functions;

/// <summary>Requests that look for assets.</summary>
public sealed class AssetSearchApi(ApiCalls calls, IAssetSearch search, SpamRules spam, ContinuationTokens tokens)
{
    const string Purpose = "assets";

    public Task<ApiAnswer> SearchAsync(IQueryCollection parameters, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(parameters);
        var query = new AssetSearchQuery
        {
            Text = reader.Read(ApiParameters.Search),
            Network = reader.Read(ApiParameters.Network),
            PageSize = reader.Read(ApiParameters.PageSize),
        };
        var token = reader.Read(ApiParameters.Continuation);
        if (reader.Problem is { } problem)
        {
            return Task.FromResult(problem);
        }

        if (token is not null)
        {
            query = query with { After = tokens.Read([Purpose, query.Text, query.Network], token) };
            if (query.After is null)
            {
                return Task.FromResult(Problems.BadContinuation());
            }
        }

        return calls.RunAsync(() => SearchAsync(query, cancellationToken));
    }

    async Task<ApiAnswer> SearchAsync(AssetSearchQuery query, CancellationToken cancellationToken)
    {
        var page = await search.SearchAsync(query, cancellationToken);
        var next = page.Continuation is null ? null : tokens.Create([Purpose, query.Text, query.Network], page.Continuation);
        var model = new AssetsModel([.. InOrder(page.Assets, query.Text)], next);
        return new ApiAnswer(StatusCodes.Status200OK, model, AnswerCaching.Revalidate);
    }

    // What a searcher most likely means first: vouched for, priced, and called exactly what was asked for.
    IEnumerable<AssetModel> InOrder(IReadOnlyList<Asset> assets, string? text) => assets
        .Select(asset => (Asset: asset, Verdict: spam.Judge(asset)))
        .OrderBy(found => found.Verdict.State switch { SpamState.Verified => 0, SpamState.Unknown => 1, _ => 2 })
        .ThenBy(found => found.Asset.Price is null)
        .ThenBy(found => !string.Equals(found.Asset.Facts.Symbol, text, StringComparison.OrdinalIgnoreCase))
        .ThenBy(found => found.Asset.Facts.Symbol, StringComparer.OrdinalIgnoreCase)
        .ThenBy(found => found.Asset.Key)
        .Select(found => AssetModel.Of(found.Asset, found.Verdict));
}
