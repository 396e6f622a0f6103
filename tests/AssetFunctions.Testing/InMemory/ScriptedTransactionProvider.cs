using System.Globalization;
using AssetFunctions.Sync.Positions;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Transactions;

namespace AssetFunctions.Testing.InMemory;

/// <summary>
/// A transaction provider that serves the transactions it was given, newest first and in pages, and before that whatever it was told to answer,
/// one answer per call. Safe to use from several threads.
/// </summary>
public sealed class ScriptedTransactionProvider : ITransactionProvider
{
    readonly Lock _gate = new();
    readonly Dictionary<string, IReadOnlyList<WalletTransaction>> _transactions = new(StringComparer.Ordinal);
    readonly Queue<Func<ProviderResult>> _results = new();
    readonly List<TransactionQuery> _queries = [];

    public string Name => "zerion";

    /// <summary>Transactions per page.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>What was asked so far.</summary>
    public IReadOnlyList<TransactionQuery> Queries
    {
        get
        {
            lock (_gate)
            {
                return [.. _queries];
            }
        }
    }

    /// <summary>Serves these transactions of a wallet from now on.</summary>
    public void Serve(string wallet, params IEnumerable<WalletTransaction> transactions)
    {
        lock (_gate)
        {
            _transactions[wallet] = [.. transactions.OrderByDescending(transaction => transaction.MinedAt)];
        }
    }

    /// <summary>Answers this to the next call that has no answer yet.</summary>
    public void Returns(ProviderResult result) => Returns(() => result);

    /// <summary>Answers the next call that has no answer yet with what the function returns, or with the fault it throws.</summary>
    public void Returns(Func<ProviderResult> result)
    {
        lock (_gate)
        {
            _results.Enqueue(result);
        }
    }

    public Task<ProviderResult> FetchTransactionsAsync(TransactionQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _queries.Add(query);
            return Task.FromResult(_results.TryDequeue(out var result) ? result() : Page(query));
        }
    }

    ProviderResult Page(TransactionQuery query)
    {
        if (Read(query) is not var (from, to, start))
        {
            return new ProviderResult.Refused("The cursor is not one of this provider.");
        }

        var passing = _transactions.GetValueOrDefault(query.Wallet, [])
            .Where(transaction => (from is null || transaction.MinedAt >= from) && (to is null || transaction.MinedAt <= to))
            .ToList();
        var end = start + PageSize;
        return new ProviderResult.Served<TransactionPage>(new TransactionPage
        {
            Provider = Name,
            Rows = passing.GetRange(Math.Min(start, passing.Count), Math.Clamp(passing.Count - start, 0, PageSize)),
            Skipped = new Dictionary<SkipReason, int>(),
            Next = end < passing.Count ? Cursor(from, to, end) : null,
        });
    }

    // A cursor holds the bounds of the first page, as the links of a real provider do.
    static (DateTimeOffset? From, DateTimeOffset? To, int Start)? Read(TransactionQuery query)
    {
        if (query.Cursor is not { } cursor)
        {
            return (query.From, query.To, 0);
        }

        var parts = cursor.Split('|');
        return parts.Length == 3 && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? (Instant(parts[0]), Instant(parts[1]), start)
            : null;
    }

    static string Cursor(DateTimeOffset? from, DateTimeOffset? to, int start) =>
        $"{from?.ToUnixTimeMilliseconds()}|{to?.ToUnixTimeMilliseconds()}|{start}";

    static DateTimeOffset? Instant(string milliseconds) =>
        milliseconds.Length == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));
}
