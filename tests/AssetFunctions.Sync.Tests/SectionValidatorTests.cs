using AssetFunctions.Sync.Wallets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AssetFunctions.Sync.Tests;

/// <summary>All mistakes in the settings of a section are reported at once, one sentence each.</summary>
public sealed class SectionValidatorTests
{
    [Fact]
    public void Mistakes_found_by_annotations_and_by_the_options_themselves_are_listed_together()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Sync:Schedule:MaxPerShard", "0"), new("Sync:Schedule:Wallets", "0x12,0x34")]).Build();
        services.AddValidated<ScheduleOptions>(configuration, ScheduleOptions.Section);
        services.AddValidated<ScheduleOptions>(configuration, ScheduleOptions.Section);
        using var provider = services.BuildServiceProvider();

        var refused = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(
            [
                "Sync:Schedule:MaxPerShard must be between 1 and 1000000.",
                "'Sync:Schedule:Wallets' holds '0x12', which is neither an EVM nor a Solana address.",
                "'Sync:Schedule:Wallets' holds '0x34', which is neither an EVM nor a Solana address.",
            ],
            refused.Failures);
    }
}
