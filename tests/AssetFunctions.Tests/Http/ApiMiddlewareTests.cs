using AssetFunctions.Http;
using AssetFunctions.Sync;
using AssetFunctions.Sync.Queries;
using Azure;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace AssetFunctions.Tests.Http;

/// <summary>The status code shows a caller whether to retry later, or that something is broken.</summary>
public sealed class ApiMiddlewareTests
{
    static readonly ApiMiddleware Middleware = new(NullLogger<ApiMiddleware>.Instance);

    public static TheoryData<Exception> Passing() =>
    [
        new TransientStoreException("The database is busy."),
        new RequestFailedException(503, "The account is busy."),
        new AggregateException(new RequestFailedException("Connection refused"), new RequestFailedException("Connection refused")),
        new AggregateException(new RequestFailedException("Connection refused"), new TaskCanceledException("No response in time."), new IOException("The connection broke off.")),
    ];

    public static TheoryData<Exception> Broken() =>
    [
        new InvalidOperationException("A mistake."),
        new AggregateException(),
        new AggregateException(new RequestFailedException("Connection refused"), new InvalidOperationException("A mistake.")),
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public void A_transient_failure_becomes_503(Exception failure) => Assert.Equal(StatusCodes.Status503ServiceUnavailable, Middleware.ToProblem(failure).Status);

    [Theory]
    [MemberData(nameof(Broken))]
    public void Any_other_failure_becomes_500(Exception failure) => Assert.Equal(StatusCodes.Status500InternalServerError, Middleware.ToProblem(failure).Status);

    [Fact]
    public void An_invalid_request_gets_its_own_problem()
    {
        var problem = Problems.BadWallet();

        Assert.Same(problem, Middleware.ToProblem(new ProblemException(problem)));
    }

    [Fact]
    public void A_list_that_changed_between_its_pages_becomes_409() => Assert.Equal(StatusCodes.Status409Conflict, Middleware.ToProblem(new ListChangedException()).Status);

    [Fact]
    public async Task A_storage_account_that_cannot_be_reached_becomes_503()
    {
        var options = new QueueClientOptions { Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) } };
        var queue = new QueueClient(new Uri("http://127.0.0.1:9/account/queue"), options);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => queue.SendMessageAsync("message"));

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, Middleware.ToProblem(failure).Status);
    }
}
