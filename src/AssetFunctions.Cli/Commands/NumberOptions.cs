using System.CommandLine;
using System.Globalization;

namespace AssetFunctions.Cli.Commands;

/// <summary>Options with a number; any other input is reported in one sentence.</summary>
static class NumberOptions
{
    /// <param name="fallback">Default value, or null when the verb decides.</param>
    /// <param name="rule">Completes the sentence "--name takes …".</param>
    public static Option<int> Whole(string name, string description, int? fallback, int min, int max, string rule)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
                {
                    return number;
                }

                result.AddError($"{name} takes {rule}.");
                return min;
            },
        };
        if (fallback is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }

        return option;
    }

    /// <summary>An amount with a decimal point and no thousands separators: some readers would take <c>1,5</c> for fifteen.</summary>
    public static Option<decimal?> Usd(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "USD",
        CustomParser = result =>
        {
            if (decimal.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                return amount;
            }

            result.AddError($"{name} takes a number of US dollars such as 1.5.");
            return null;
        },
    };
}
