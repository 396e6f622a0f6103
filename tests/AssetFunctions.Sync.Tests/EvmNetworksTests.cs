namespace AssetFunctions.Sync.Tests;

/// <summary>Networks as Zerion's catalog lists them, and their names as people type them.</summary>
public sealed class EvmNetworksTests
{
    [Theory]
    [InlineData("ape", "ape")]
    [InlineData("apechain", "ape")]
    [InlineData("gnosis", "xdai")]
    [InlineData("GNO", "xdai")]
    [InlineData("xlayer", "okbchain")]
    [InlineData("xdc", "xinfin-xdc")]
    [InlineData("viction", "tomochain")]
    [InlineData("wonder", "wonder")]
    public void Network_is_found_by_the_names_that_people_type(string name, string slug) => Assert.Equal(slug, EvmNetworks.Find(name));

    [Theory]
    [InlineData("apechain")]
    [InlineData("gnosis")]
    [InlineData("cronos")]
    public void Name_that_no_provider_row_uses_is_not_a_slug(string name) => Assert.DoesNotContain(name, EvmNetworks.Slugs.AsEnumerable());

    [Theory]
    [InlineData("eip155:9637", true)]
    [InlineData("eip155:33139", true)]
    [InlineData("eip155:0", false)]
    public void Chain_id_is_a_prefix_where_it_is_known(string prefix, bool isKnown) => Assert.Equal(isKnown, EvmNetworks.IsPrefix(prefix));
}
