using System.Net;
using AssetFunctions.Local.Cosmos.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Azure.Cosmos;

namespace AssetFunctions.Local.Cosmos.Tests.Batches;

/// <summary>Random transactional batches against a dictionary: all of a batch is visible, or nothing.</summary>
public sealed class BatchPropertyTests : IAsyncLifetime
{
    const int Batches = 300;
    const ulong Seed = 5;
    const ulong Stream = 11;

    static readonly PartitionKey Key = new("p");

    static readonly Gen<Step> Steps =
        from verb in Gen.Frequency(
            (3, Gen.Constant(Verb.Create)), (4, Gen.Constant(Verb.Upsert)), (2, Gen.Constant(Verb.Replace)), (2, Gen.Constant(Verb.Delete)), (2, Gen.Constant(Verb.Read)), (2, Gen.Constant(Verb.Increment)))
        from id in Gen.Choose(0, 11)
        from value in Gen.Choose(0, 1000)
        select new Step(verb, "d" + id, value);

    readonly Dictionary<string, int> _model = [];
    CosmosHost _host = null!;
    Container _container = null!;

    enum Verb
    {
        Create,
        Upsert,
        Replace,
        Delete,
        Read,
        Increment,
    }

    public async Task InitializeAsync()
    {
        _host = await CosmosHost.StartAsync();
        _container = await _host.ContainerAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_batch_agrees_with_a_dictionary_or_changes_nothing()
    {
        var batches = Steps.NonEmptyListOf().Resize(6).Sample(Batches, new Rnd(Seed, Stream), 6);
        var committed = 0;
        foreach (var (steps, number) in batches.Select((steps, number) => (steps, number)))
        {
            var (after, expected) = Apply(steps);
            var batch = _container.CreateTransactionalBatch(Key);
            foreach (var step in steps)
            {
                Add(batch, step);
            }

            using var response = await batch.ExecuteAsync();
            var message = $"batch {number} of seed {Seed}, {Stream}: {string.Join("; ", steps)}";
            Assert.True(expected.SequenceEqual(response.Select(result => result.StatusCode)), message);
            if (response.IsSuccessStatusCode)
            {
                committed++;
                Replace(after);
            }

            var stored = await Pages.AllAsync<Doc>(_container, "SELECT * FROM c", Key);
            Assert.True(_model.OrderBy(entry => entry.Key, StringComparer.Ordinal).SequenceEqual(
                stored.Select(doc => KeyValuePair.Create(doc.Id, doc.V)).OrderBy(entry => entry.Key, StringComparer.Ordinal)), message);
        }

        Assert.InRange(committed, Batches / 10, Batches * 9 / 10);
    }

    static void Add(TransactionalBatch batch, Step step)
    {
        var document = new Doc(step.Id, "p", step.Value);
        _ = step.Verb switch
        {
            Verb.Create => batch.CreateItem(document),
            Verb.Upsert => batch.UpsertItem(document),
            Verb.Replace => batch.ReplaceItem(step.Id, document),
            Verb.Delete => batch.DeleteItem(step.Id),
            Verb.Read => batch.ReadItem(step.Id),
            _ => batch.PatchItem(step.Id, [PatchOperation.Increment("/v", step.Value)]),
        };
    }

    void Replace(Dictionary<string, int> after)
    {
        _model.Clear();
        foreach (var (id, value) in after)
        {
            _model[id] = value;
        }
    }

    /// <summary>The expected contents of the dictionary, and the status of each operation.</summary>
    (Dictionary<string, int> After, List<HttpStatusCode> Statuses) Apply(IEnumerable<Step> steps)
    {
        var after = new Dictionary<string, int>(_model);
        var statuses = steps.Select(step => Apply(step, after)).ToList();
        var failure = statuses.FindIndex(status => (int)status >= 400);
        return failure < 0
            ? (after, statuses)
            : (_model, statuses.Select((status, index) => index == failure ? status : HttpStatusCode.FailedDependency).ToList());
    }

    static HttpStatusCode Apply(Step step, Dictionary<string, int> items)
    {
        var exists = items.TryGetValue(step.Id, out var value);
        if (step.Verb == Verb.Create && exists)
        {
            return HttpStatusCode.Conflict;
        }

        if (step.Verb is not (Verb.Create or Verb.Upsert) && !exists)
        {
            return HttpStatusCode.NotFound;
        }

        switch (step.Verb)
        {
            case Verb.Delete:
                items.Remove(step.Id);
                return HttpStatusCode.NoContent;
            case Verb.Read:
                return HttpStatusCode.OK;
            case Verb.Increment:
                items[step.Id] = value + step.Value;
                return HttpStatusCode.OK;
            default:
                items[step.Id] = step.Value;
                return exists ? HttpStatusCode.OK : HttpStatusCode.Created;
        }
    }

    sealed record Step(Verb Verb, string Id, int Value);
}
