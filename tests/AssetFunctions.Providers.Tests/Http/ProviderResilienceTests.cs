using System.Net;
using AssetFunctions.Providers.Http;
using AssetFunctions.Sync.Providers;
using AssetFunctions.Sync.Telemetry;
using Microsoft.Extensions.Logging;

namespace AssetFunctions.Providers.Tests.Http;

/// <summary>Retries, the circuit breaker, and the pause after a rejected key.</summary>
public sealed class ProviderResilienceTests
{
    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task A_failure_of_the_provider_is_retried_up_to_the_limit(HttpStatusCode status)
    {
        using var passing = new ProviderChain((call, _) => ProviderChain.Status(call < 3 ? status : HttpStatusCode.OK), maxRetries: 2);
        using var lasting = new ProviderChain((_, _) => ProviderChain.Status(status), maxRetries: 2);

        Assert.Equal((HttpStatusCode.OK, 3), ((await passing.SendAsync()).StatusCode, passing.Calls));
        Assert.Equal((status, 3), ((await lasting.SendAsync()).StatusCode, lasting.Calls));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, 2)]
    [InlineData(HttpRequestError.NameResolutionError, 2)]
    [InlineData(HttpRequestError.ResponseEnded, 2)]
    [InlineData(HttpRequestError.Unknown, 2)]
    [InlineData(HttpRequestError.SecureConnectionError, 1)]
    [InlineData(HttpRequestError.InvalidResponse, 1)]
    public async Task Connection_that_fails_before_the_response_is_retried_when_that_can_help(HttpRequestError error, int calls)
    {
        using var chain = new ProviderChain(
            (call, _) => call == 1 ? throw new HttpRequestException(error, "broken") : ProviderChain.Status(HttpStatusCode.OK), maxRetries: 2);

        var fault = await Record.ExceptionAsync(() => chain.SendAsync());

        Assert.Equal((calls, calls == 1), (chain.Calls, fault is HttpRequestException));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.Accepted)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Deliberate_responses_are_not_retried(HttpStatusCode status)
    {
        using var chain = new ProviderChain((_, _) => ProviderChain.Status(status), maxRetries: 2);

        Assert.Equal((status, 1), ((await chain.SendAsync()).StatusCode, chain.Calls));
    }

    [Theory]
    [InlineData("GET", false, 3)]
    [InlineData("POST", true, 3)]
    [InlineData("POST", false, 1)]
    public async Task Only_reads_are_retried(string method, bool isRead, int calls)
    {
        using var chain = new ProviderChain((_, _) => ProviderChain.Status(HttpStatusCode.BadGateway), maxRetries: 2);
        var request = new HttpRequestMessage(new HttpMethod(method), "http://127.0.0.1/");
        request.Options.Set(ResilienceHandler.IsRead, isRead);

        await chain.SendAsync(request);

        Assert.Equal(calls, chain.Calls);
    }

    [Fact]
    public async Task A_retry_begins_only_within_the_response_timeout()
    {
        ProviderChain? chain = null;
        using var slow = chain = new ProviderChain(
            (_, _) =>
            {
                chain!.Clock.Advance(TimeSpan.FromSeconds(20));
                return ProviderChain.Status(HttpStatusCode.BadGateway);
            },
            maxRetries: 5);

        await slow.SendAsync();

        Assert.Equal(2, slow.Calls);
    }

    [Fact]
    public async Task Response_that_does_not_start_in_time_is_not_retried()
    {
        using var chain = new ProviderChain(Silence, maxRetries: 2);
        var started = chain.Clock.GetUtcNow();

        var fault = await Assert.ThrowsAsync<TaskCanceledException>(() => chain.SendAsync());

        Assert.IsType<TimeoutException>(fault.InnerException);
        Assert.Equal(1, chain.Calls);
        Assert.True(chain.Clock.GetUtcNow() - started >= chain.Options.ResponseTimeout);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_ends_the_call_and_the_wait_before_a_retry()
    {
        using var deadline = new CancellationTokenSource();
        using var chain = new ProviderChain(
            (_, _) =>
            {
                deadline.Cancel();
                return ProviderChain.Status(HttpStatusCode.BadGateway);
            },
            maxRetries: 2);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => chain.SendAsync(cancellationToken: deadline.Token));

        Assert.Equal(1, chain.Calls);
    }

    [Fact]
    public async Task Provider_that_keeps_failing_is_not_called_until_one_trial_call_after_a_while()
    {
        using var chain = await BrokenAsync(HttpStatusCode.InternalServerError);
        Assert.Equal([LogLevel.Warning], chain.Log.Levels(SyncEvents.ProviderFailing));

        var denied = await chain.DeniedAsync();
        Assert.Equal((RateLimitBound.Outage, HttpProviderDefaults.MinimumCalls), (denied.Bound, chain.Calls));
        Assert.InRange(denied.RetryAfter, TimeSpan.FromTicks(1), chain.Options.BreakDuration);

        chain.Clock.Advance(denied.RetryAfter);
        await chain.SendAsync();
        Assert.Equal(RateLimitBound.Outage, (await chain.DeniedAsync()).Bound);
        Assert.Equal(HttpProviderDefaults.MinimumCalls + 1, chain.Calls);
    }

    [Fact]
    public async Task Provider_that_is_back_is_called_as_before()
    {
        using var chain = new ProviderChain((call, _) => ProviderChain.Status(call <= HttpProviderDefaults.MinimumCalls ? HttpStatusCode.BadGateway : HttpStatusCode.OK));
        await RepeatAsync(chain, HttpProviderDefaults.MinimumCalls);
        chain.Clock.Advance((await chain.DeniedAsync()).RetryAfter);

        await RepeatAsync(chain, 10);

        Assert.Equal(HttpProviderDefaults.MinimumCalls + 10, chain.Calls);
        Assert.Equal([LogLevel.Information], chain.Log.Levels(SyncEvents.ProviderRecovered));
    }

    [Fact]
    public async Task While_one_call_probes_the_provider_the_others_wait()
    {
        var probe = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var chain = new ProviderChain((call, _) => call <= HttpProviderDefaults.MinimumCalls ? ProviderChain.Status(HttpStatusCode.BadGateway) : probe.Task);
        await RepeatAsync(chain, HttpProviderDefaults.MinimumCalls);
        chain.Clock.Advance((await chain.DeniedAsync()).RetryAfter);

        var probing = chain.SendAsync();
        Assert.Equal(RateLimitBound.Outage, (await chain.DeniedAsync()).Bound);
        probe.SetResult(new HttpResponseMessage(HttpStatusCode.OK));
        await probing;

        Assert.Equal(HttpProviderDefaults.MinimumCalls + 1, chain.Calls);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task A_deliberate_response_never_counts_as_a_failure(HttpStatusCode status)
    {
        using var chain = new ProviderChain((_, _) => ProviderChain.Status(status));

        await RepeatAsync(chain, 50);

        Assert.Equal(50, chain.Calls);
    }

    [Fact]
    public async Task Some_pages_that_always_fail_do_not_open_the_circuit_for_the_others()
    {
        using var chain = new ProviderChain((call, _) => ProviderChain.Status(call % 2 == 0 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK));

        await RepeatAsync(chain, 50);

        Assert.Equal(50, chain.Calls);
    }

    [Fact]
    public async Task Calls_denied_by_the_budgets_do_not_make_a_failing_provider_look_healthy()
    {
        using var chain = new ProviderChain((_, _) => ProviderChain.Status(HttpStatusCode.BadGateway), denies: call => call % 8 != 0);
        for (var call = 0; call < 8 * HttpProviderDefaults.MinimumCalls; call++)
        {
            await Record.ExceptionAsync(() => chain.SendAsync());
        }

        Assert.Equal(RateLimitBound.Outage, (await chain.DeniedAsync()).Bound);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task Rejected_key_is_logged_once_and_calls_pause_for_a_while(HttpStatusCode status)
    {
        using var chain = new ProviderChain((_, _) => ProviderChain.Status(status));

        for (var call = 0; call < 20; call++)
        {
            Assert.Equal(status, (await chain.SendAsync()).StatusCode);
        }

        Assert.Equal(1, chain.Calls);
        Assert.Equal([LogLevel.Error], chain.Log.Levels(SyncEvents.KeyRejected));

        chain.Clock.Advance(HttpProviderDefaults.KeyRejectionPause);
        await chain.SendAsync();
        Assert.Equal(2, chain.Calls);
        Assert.Equal([LogLevel.Error, LogLevel.Error], chain.Log.Levels(SyncEvents.KeyRejected));
    }

    static async Task<ProviderChain> BrokenAsync(HttpStatusCode status)
    {
        var chain = new ProviderChain((_, _) => ProviderChain.Status(status));
        await RepeatAsync(chain, HttpProviderDefaults.MinimumCalls);
        return chain;
    }

    static async Task RepeatAsync(ProviderChain chain, int times)
    {
        for (var call = 0; call < times; call++)
        {
            (await chain.SendAsync()).Dispose();
        }
    }

    static async Task<HttpResponseMessage> Silence(int call, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        throw new InvalidOperationException("The endless wait has ended.");
    }
}
