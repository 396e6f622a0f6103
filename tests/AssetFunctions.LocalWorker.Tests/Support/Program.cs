using AssetFunctions.LocalWorker.Hosting;
using AssetFunctions.LocalWorker.Tests.Support;
using AssetFunctions.Testing.Time;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// The app that process tests start. Its role is what its function does: "hold" begins a message and never ends it,
// "echo" sends it on, "meet" sends it on with the process id once as many processes as asked for have one, "pulse"
// runs a timer.
var role = args[0];
var meeting = Environment.GetEnvironmentVariable("Meeting");
var probe = new Probe
{
    Body = async (text, context) =>
    {
        switch (role)
        {
            case "hold":
                Console.WriteLine($"running {text}");
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
                return null;
            case "meet":
                await File.WriteAllTextAsync(Path.Combine(meeting!, $"{Environment.ProcessId}"), "", context.CancellationToken);
                await Eventually.TrueAsync(() => Directory.GetFiles(meeting!).Length == int.Parse(args[1]));
                return $"{text} {Environment.ProcessId}";
            default:
                return text;
        }
    },
};
var builder = new FunctionsApplicationBuilder(args, new WorkerOptions
{
    FunctionTypes = [role == "pulse" ? typeof(PulseFunction) : typeof(WorkFunction)],
    HostJson = TestApp.QuickHostJson,
    DataDirectory = meeting ?? "",
    TimerLease = TimeSpan.FromSeconds(8),
    TimerTakeover = TimeSpan.FromSeconds(1),
});
builder.Services.AddSingleton(probe);
await builder.Build().RunAsync();
