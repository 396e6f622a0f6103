using System.Globalization;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Testing.InMemory;

/// <summary>A provider that serves a ledger page by page, newest first, as a real one does: its cursors stay valid while the ledger grows.</summary>
public sealed class PagedTransactionProvider : ITransactionProvider
{
    readonly Lock _gate = new();
    readonly List<TransactionQuery> _calls = [];

    public string Name => "zerion";

    public int PageSize { get; set; } = 10;

    /// <summary>Everything the provider knows; tests change it between runs.</summary>
    public IReadOnlyList<WalletTransaction> Ledger { get; set; } = [];

    /// <summary>Answers instead of the ledger where it returns something; may throw.</summary>
    public Func<TransactionQuery, ProviderResult?> Intercept { get; set; } = _ => null;

    /// <summary>Changes a page before it is served.</summary>
    public Func<TransactionQuery, TransactionPage, TransactionPage> Alter { get; set; } = (_, page) => page;

    /// <summary>What the provider was asked for, in order.</summary>
    public IReadOnlyList<TransactionQuery> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public Task<ProviderResult> FetchTransactionsAsync(TransactionQuery query, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _calls.Add(query);
        }

        return Task.FromResult(Intercept(query) ?? new ProviderResult.Served<TransactionPage>(Alter(query, PageOf(query))));
    }

    TransactionPage PageOf(TransactionQuery query)
    {
        var cursor = query.Cursor?.Split('|');
        var (from, to) = cursor is null ? (Text(query.From), Text(query.To)) : (cursor[0], cursor[1]);
        var rest = Ledger
            .Where(row => (from.Length == 0 || Millis(row) >= Number(from)) && (to.Length == 0 || Millis(row) <= Number(to)))
            .OrderByDescending(Millis)
            .ThenByDescending(row => row.ProviderRef, StringComparer.Ordinal)
            .SkipWhile(row => cursor is not null && !IsAfter(row, Number(cursor[2]), cursor[3]))
            .ToList();
        var rows = rest.Take(PageSize).ToList();
        return new TransactionPage
        {
            Provider = Name,
            Rows = rows,
            Skipped = new Dictionary<SkipReason, int>(),
            Next = rest.Count > rows.Count ? string.Join('|', from, to, Millis(rows[^1]).ToString(CultureInfo.InvariantCulture), rows[^1].ProviderRef) : null,
        };
    }

    static bool IsAfter(WalletTransaction row, long millis, string providerRef) =>
        Millis(row) < millis || (Millis(row) == millis && string.CompareOrdinal(row.ProviderRef, providerRef) < 0);

    static long Millis(WalletTransaction row) => row.MinedAt.ToUnixTimeMilliseconds();

    static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    static string Text(DateTimeOffset? instant) => instant?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) ?? string.Empty;
}
