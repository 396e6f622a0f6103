using AssetFunctions.Local.Cosmos.Partitioning;

namespace AssetFunctions.Local.Cosmos.Tests.Partitioning;

using Map = PersistentMap<long, int, NumberOrder>;

public sealed class PersistentMapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_holds_what_a_sorted_dictionary_holds_and_published_versions_never_change(int seed)
    {
        var random = new Random(seed);
        var published = new List<(Map Map, KeyValuePair<long, int>[] Content)>();
        var model = new SortedDictionary<long, int>();
        var map = Map.Empty;
        for (var commit = 0; commit < 200; commit++)
        {
            var owner = random.Next(3) == 0 ? null : new object();
            for (var change = random.Next(20); change > 0; change--)
            {
                var key = random.Next(300);
                if (random.Next(5) < 3)
                {
                    map = map.Set(key, change, owner);
                    model[key] = change;
                }
                else
                {
                    map = map.Remove(key, owner);
                    model.Remove(key);
                }
            }

            published.Add((map, [.. model]));
        }

        Assert.All(published, version =>
        {
            Assert.Equal(version.Content.Length, version.Map.Count);
            Assert.Equal(version.Content.Select(entry => entry.Value), version.Map.Values());
            Assert.Equal(version.Content.Where(entry => entry.Key >= 150).Select(entry => entry.Value), version.Map.ValuesFrom(150));
            Assert.All(version.Content, entry => Assert.True(version.Map.TryGet(entry.Key, out var value) && value == entry.Value));
        });
    }
}
