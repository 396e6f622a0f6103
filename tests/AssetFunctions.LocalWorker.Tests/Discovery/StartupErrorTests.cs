using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Tests.Support;
using Microsoft.Azure.Functions.Worker.Builder;

namespace AssetFunctions.LocalWorker.Tests.Discovery;

/// <summary>What cannot run says so at start, in one sentence that names the function and the setting.</summary>
public sealed class StartupErrorTests
{
    [Theory]
    [InlineData(typeof(WorkFunction), "Input", "Function 'Work' takes its queue name from the setting 'Input', which does not exist.")]
    [InlineData(typeof(WorkFunction), "Output", "Function 'Work' takes its queue name from the setting 'Output', which does not exist.")]
    [InlineData(typeof(WorkFunction), "AzureWebJobsStorage", "Function 'Work' needs a storage connection string in the setting 'AzureWebJobsStorage', which is missing or empty.")]
    [InlineData(typeof(TickFunction), "AzureWebJobsStorage", "Function 'Tick' needs a storage connection string in the setting 'AzureWebJobsStorage', which is missing or empty.")]
    [InlineData(typeof(TickFunction), "Schedule", "Function 'Tick' takes its schedule from the setting 'Schedule', which does not exist.")]
    [InlineData(typeof(NamedConnection), "Ledger", "Function 'Named' needs a storage connection string in the setting 'Ledger', which is missing or empty.")]
    public async Task A_missing_setting(Type functions, string setting, string expected)
        => Assert.Equal(expected, await FailureAsync(functions, (setting, null)));

    [Theory]
    [InlineData("AzureWebJobsStorage", "nonsense", "The setting 'AzureWebJobsStorage' that function 'Work' uses is not a storage connection string")]
    [InlineData("AzureFunctionsLocal:MessageLease", "soon", "The setting 'AzureFunctionsLocal:MessageLease' is 'soon', but must be a time of the form hh:mm:ss")]
    [InlineData("Input", "No_Such_Queue", "Function 'Work' names the queue 'no_such_queue', but a queue name has 3 to 63 letters, digits and single dashes between them.")]
    [InlineData("Input", "a--b", "Function 'Work' names the queue 'a--b'")]
    [InlineData("Input", "ab", "Function 'Work' names the queue 'ab'")]
    public async Task A_setting_that_is_not_valid(string setting, string value, string expected)
        => Assert.StartsWith(expected, await FailureAsync(typeof(WorkFunction), (setting, value)), StringComparison.Ordinal);

    [Fact]
    public async Task A_bad_schedule()
        => Assert.StartsWith(
            "Function 'Tick' has the schedule '0 99 * * * *', which is not an NCRONTAB expression",
            await FailureAsync(typeof(TickFunction), ("Schedule", "0 99 * * * *")),
            StringComparison.Ordinal);

    [Fact]
    public async Task Two_functions_of_one_name()
        => Assert.Equal(
            "Function 'Twin' is declared more than once: Twins.One and Twins.Two.",
            await FailureAsync(typeof(Twins)));

    [Theory]
    [InlineData(typeof(StreamParameter), "Function 'Stream' has a parameter 'body' of type Stream, which a queue trigger cannot bind.")]
    [InlineData(typeof(TextTimer), "Function 'TextTimer' has a parameter 'timer' of type String, which a timer trigger cannot bind.")]
    [InlineData(typeof(StrayParameter), "Function 'Stray' has a parameter 'stray' of type Int32, which a queue trigger cannot bind.")]
    [InlineData(typeof(NoTrigger), "Function 'NoTrigger' has 0 trigger parameters, but must have exactly one.")]
    [InlineData(typeof(TwoTriggers), "Function 'TwoTriggers' has 2 trigger parameters, but must have exactly one.")]
    [InlineData(typeof(PrivateMethod), "Function 'Hidden' must be a public method of a public class that can be created, but PrivateMethod.Run is not.")]
    [InlineData(typeof(InternalClass), "Function 'Internal' must be a public method of a public class that can be created, but InternalClass.Run is not.")]
    [InlineData(typeof(BadName), "Function '1 bad name' must have a name of up to 128 letters, digits, '_' and '-' that begins with a letter.")]
    [InlineData(typeof(ListOutput), "Function 'List' sends a List`1 to the queue '%Output%', but a queue output is a string, an object or an array of either.")]
    [InlineData(typeof(BytesOutput), "Function 'Bytes' sends a Byte[] to the queue '%Output%', but a queue output is a string, an object or an array of either.")]
    [InlineData(typeof(VoidOutput), "Function 'Void' sends a Void to the queue '%Output%', but a queue output is a string, an object or an array of either.")]
    public async Task A_signature_that_cannot_be_hosted(Type functions, string expected)
        => Assert.Equal(expected, await FailureAsync(functions));

    [Fact]
    public async Task An_HTTP_function_without_ASP_NET_Core_integration()
        => Assert.Equal(
            "HTTP function 'Plain' needs ASP.NET Core integration: call ConfigureFunctionsWebApplication() on the builder.",
            await FailureAsync(typeof(PlainHttp)));

    [Theory]
    [InlineData(typeof(TextHttp), "HTTP function 'Answer' returns String, but must return an IActionResult or an object with one IActionResult property marked [HttpResult].")]
    [InlineData(typeof(TwoAnswersHttp), "HTTP function 'Answer' returns TwoAnswers, but must return an IActionResult or an object with one IActionResult property marked [HttpResult].")]
    [InlineData(typeof(MessageAnswerHttp), "Function 'Answer' returns MessageAnswer, whose property 'Both' is both a queue output and the HTTP result, but can be only one of them.")]
    public async Task An_HTTP_function_without_exactly_one_answer(Type functions, string expected)
        => Assert.Equal(expected, await FailureAsync(functions, builder => builder.ConfigureFunctionsWebApplication()));

    [Fact]
    public async Task A_route_that_is_not_a_template()
        => Assert.StartsWith(
            "HTTP function 'BadRoute' has the route 'a/{', which is not a route template: ",
            await FailureAsync(typeof(BadRoute), builder => builder.ConfigureFunctionsWebApplication()),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_route_taken_twice()
        => Assert.Equal(
            "HTTP functions 'RouteOne' and 'RouteTwo' have the same route /api/Same and a method in common.",
            await FailureAsync(typeof(SameRoutes), builder => builder.ConfigureFunctionsWebApplication()));

    [Theory]
    [InlineData("http://0.0.0.0:7071")]
    [InlineData("http://+:80")]
    [InlineData("https://localhost:7071")]
    public async Task An_address_beyond_loopback(string url)
        => Assert.Equal(
            $"The setting 'ASPNETCORE_URLS' holds '{url}', but HTTP functions listen on loopback only, such as http://127.0.0.1:7071.",
            await FailureAsync(typeof(PlainHttp), builder => builder.ConfigureFunctionsWebApplication(), ("ASPNETCORE_URLS", url)));

    [Fact]
    public async Task Storage_that_does_not_answer_is_named_with_its_address_and_setting()
    {
        const string connection = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;QueueEndpoint=http://127.0.0.1:1/a;";

        var message = await FailureAsync(typeof(WorkFunction), ("AzureWebJobsStorage", connection));

        Assert.Matches(
            @"^Function 'Work' cannot reach its queue 'in-put' at http://127\.0\.0\.1:1/a \(.*refused.*\): start the storage there or correct the setting 'AzureWebJobsStorage'\.$",
            message);
    }

    [Fact]
    public async Task A_disabled_function_is_neither_hosted_nor_checked()
    {
        var options = Options(typeof(TickFunction), ("Schedule", null), ("AzureWebJobs.Tick.Disabled", "true"));

        await using var app = await TestApp.StartAsync(options, new Probe());
    }

    static Task<string> FailureAsync(Type functions, params (string, string?)[] settings)
        => FailureAsync(functions, configure: null, settings);

    static async Task<string> FailureAsync(
        Type functions, Action<FunctionsApplicationBuilder>? configure, params (string, string?)[] settings)
    {
        var failure = await Assert.ThrowsAsync<WorkerStartupException>(() => TestApp.StartAsync(Options(functions, settings), configure));
        Assert.Equal(failure.Message, failure.ToString());
        return failure.Message;
    }

    static WorkerOptions Options(Type functions, params (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            ["Input"] = "in-put",
            ["Output"] = "out-put",
            ["Schedule"] = "0 0 * * * *",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return new WorkerOptions { FunctionTypes = [functions], HostJson = "{}", Settings = all };
    }
}
