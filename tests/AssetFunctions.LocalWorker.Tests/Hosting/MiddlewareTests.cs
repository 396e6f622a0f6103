using System.Collections.Concurrent;
using AssetFunctions.LocalWorker.Tests.Support;
using AssetFunctions.Testing.Azurite;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AssetFunctions.LocalWorker.Tests.Hosting;

public sealed class MiddlewareTests(AzuriteFixture azurite) : QueueTestBase(azurite)
{
    readonly Trail _trail = new();

    [Fact]
    public async Task Middleware_surrounds_the_function_in_the_order_of_registration()
    {
        var probe = new Probe
        {
            Body = (_, context) =>
            {
                _trail.Add($"function sees {context.Items["mark"]} and {context.Features.Get<Mark>()?.Value}");
                return Task.FromResult<string?>(null);
            },
        };
        await using var app = await StartAsync(probe);

        await Input.SendAsync("x");
        await Input.CountsAsync(0);

        Assert.Equal(
            ["outer begins Work", "inner begins", "function sees outer and inner", "inner ends", "outer ends"],
            _trail.Steps);
    }

    [Fact]
    public async Task A_failure_in_middleware_fails_the_message_before_the_function_runs()
    {
        _trail.Fails = true;
        var probe = new Probe();
        await using var app = await StartAsync(probe);

        await Input.SendAsync("x");

        await Poison.CountsAsync(1);
        Assert.Empty(probe.Runs);
    }

    [Fact]
    public async Task Each_execution_has_an_identity_and_a_scope_of_its_own()
    {
        var seen = new ConcurrentBag<(string Invocation, string Function, object Scoped, string Trace)>();
        var probe = new Probe
        {
            Body = (_, context) =>
            {
                seen.Add((
                    context.InvocationId, context.FunctionId, context.InstanceServices.GetRequiredService<ScopedMark>(), context.TraceContext.TraceParent));
                return Task.FromResult<string?>(null);
            },
        };
        await using var app = await StartAsync(probe);

        await Input.SendAsync("a", "b", "c");
        await Input.CountsAsync(0);

        Assert.Equal(3, seen.Select(execution => execution.Invocation).Distinct().Count());
        Assert.Equal(3, seen.Select(execution => execution.Scoped).Distinct().Count());
        Assert.Single(seen.Select(execution => execution.Function).Distinct());
        Assert.All(seen, execution => Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$", execution.Trace));
    }

    Task<TestApp> StartAsync(Probe probe) => TestApp.StartAsync(Options(), builder =>
    {
        builder.Services.AddSingleton(probe).AddSingleton(_trail).AddScoped<ScopedMark>();
        builder.UseMiddleware<Outer>();
        builder.UseMiddleware<Inner>();
    });

    sealed record Mark(string Value);

    sealed class ScopedMark;

    sealed class Trail
    {
        readonly ConcurrentQueue<string> _steps = new();

        public bool Fails { get; set; }

        public IReadOnlyList<string> Steps => [.. _steps];

        public void Add(string step) => _steps.Enqueue(step);
    }

    sealed class Outer(Trail trail) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            trail.Add($"outer begins {context.FunctionDefinition.Name}");
            context.Items["mark"] = "outer";
            await next(context);
            trail.Add("outer ends");
        }
    }

    sealed class Inner(Trail trail) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            if (trail.Fails)
            {
                throw new InvalidOperationException("not this one");
            }

            trail.Add("inner begins");
            context.Features.Set(new Mark("inner"));
            await next(context);
            trail.Add("inner ends");
        }
    }
}
