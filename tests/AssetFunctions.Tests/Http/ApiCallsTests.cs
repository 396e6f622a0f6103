using AssetFunctions.Http;
using AssetFunctions.Sync;
using Azure;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace AssetFunctions.Tests.Http;

/// <summary>A caller is told whether to come again later, or that something is broken.</summary>
public sealed class ApiCallsTests
{
    static readonly ApiCalls Calls = new(NullLogger<ApiCalls>.Instance);

    public static TheoryData<Exception> Passing() =>
    [
        new TransientStoreException("The database is busy."),
        new RequestFailedException(503, "The account is busy."),
        new AggregateException(new RequestFailedException("Connection refused"), new RequestFailedException("Connection refused")),
        new AggregateException(new RequestFailedException("Connection refused"), new TaskCanceledException("No answer in time."), new IOException("The connection broke off.")),
    ];

    public static TheoryData<Exception> Broken() =>
    [
        new InvalidOperationException("A mistake."),
        new AggregateException(),
        new AggregateException(new RequestFailedException("Connection refused"), new InvalidOperationException("A mistake.")),
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_fault_that_may_pass_is_answered_503(Exception fault) => Assert.Equal(StatusCodes.Status503ServiceUnavailable, await StatusAsync(() => throw fault));

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Any_other_fault_is_answered_500(Exception fault) => Assert.Equal(StatusCodes.Status500InternalServerError, await StatusAsync(() => throw fault));

    [Fact]
    public async Task A_storage_account_that_cannot_be_reached_is_answered_503()
    {
        var options = new QueueClientOptions { Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) } };
        var queue = new QueueClient(new Uri("http://127.0.0.1:9/account/queue"), options);

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, await StatusAsync(async () =>
        {
            await queue.SendMessageAsync("message");
            return new ApiAnswer(StatusCodes.Status200OK, new object());
        }));
    }

    [Fact]
    public async Task A_caller_that_has_gone_is_not_answered() =>
        await Assert.ThrowsAsync<OperationCanceledException>(() => StatusAsync(() => throw new OperationCanceledException()));

    static async Task<int> StatusAsync(Func<Task<ApiAnswer>> work) => (await Calls.RunAsync(work)).Status;
}
