using System.Text.Json;
using AssetFunctions.Local.Cosmos.Query;
using FsCheck;
using FsCheck.Fluent;
using static AssetFunctions.Local.Cosmos.Tests.Query.QueryHarness;

namespace AssetFunctions.Local.Cosmos.Tests.Query;

public sealed class QueryPropertyTests
{
    /// <summary>Seed and stream of the generator, both reported when a property fails.</summary>
    static readonly Config Configuration = Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20_260_101, 7);

    [Fact]
    public void A_filter_agrees_with_the_reference() => Check.One(
        Configuration,
        Prop.ForAll(ReferencePredicate.Predicates.ToArbitrary(), ReferenceDocument.Lists.ToArbitrary(), (predicate, documents) =>
        {
            var sql = $"SELECT VALUE c.id FROM c WHERE {predicate.Sql}";
            var expected = documents.Where(document => predicate.Of(document) is true).Select(document => document.Id.ToString());
            var actual = Results(sql, Stored(documents));
            return actual.SequenceEqual(expected).Label($"{sql}\nover {string.Join('\n', documents.Select(document => document.Json))}\ngave {string.Join(',', actual)}");
        }));

    [Fact]
    public void An_id_lookup_never_misses_a_match() => Check.One(
        Configuration,
        Prop.ForAll(ReferencePredicate.IdPredicates.ToArbitrary(), predicate =>
        {
            var query = SqlQuery.Parse($"SELECT VALUE c.id FROM c WHERE {predicate}");
            var lookup = IdLookup.Of(query.Where);
            string[] ids = ["", "a", "ab", "b", "bé", "c", "\uffff", "a\0"];
            var matches = ids.Where(id => Execute(query, [IdDocument(id)]).Any());
            return matches.All(id => lookup?.MayContain(id) != false).Label(predicate);
        }));

    [Fact]
    public void Sorting_and_cutting_agree_with_the_reference() => Check.One(
        Configuration,
        Prop.ForAll(ReferenceDocument.Lists.ToArbitrary(), Gen.Choose(0, 5).Two().ToArbitrary(), Gen.Elements("a", "b").ToArbitrary(), (documents, window, field) =>
        {
            var sql = $"SELECT VALUE c.id FROM c ORDER BY c.{field} OFFSET {window.Item1} LIMIT {window.Item2}";
            var expected = documents.OrderBy(document => document.Of(field), ReferenceOrder.Instance).Skip(window.Item1).Take(window.Item2).Select(document => document.Id.ToString());
            return Results(sql, Stored(documents)).SequenceEqual(expected).Label(sql);
        }));

    static IEnumerable<QueryDocument> Stored(IReadOnlyList<ReferenceDocument> documents) => Documents([.. documents.Select(document => document.Json)]);

    static QueryDocument IdDocument(string id) =>
        new(1, JsonSerializer.SerializeToUtf8Bytes(new { id }));
}
