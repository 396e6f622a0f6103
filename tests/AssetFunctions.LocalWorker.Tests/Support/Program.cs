using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Tests.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// The app that process tests start: "hold" begins a message and never ends it, "echo" sends it on.
var hold = args is ["hold"];
var probe = new Probe
{
    Body = async (text, context) =>
    {
        if (hold)
        {
            Console.WriteLine($"running {text}");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
        }

        return text;
    },
};
var builder = new FunctionsApplicationBuilder(args, new WorkerOptions
{
    FunctionTypes = [typeof(WorkFunction)],
    HostJson = TestApp.QuickHostJson,
});
builder.Services.AddSingleton(probe);
await builder.Build().RunAsync();
