using AssetFunctions.Testing.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// The setting makes the app misbehave at its start.
var startup = Environment.GetEnvironmentVariable("Startup");
switch (startup)
{
    case "refuse":
        await Console.Error.WriteLineAsync("The setting 'Limit' must be between 1 and 10, but is 11.");
        return 1;
    case "hang":
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        break;
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddSingleton<Script>();
if (startup is "blob" or "nonsense")
{
    builder.Services.AddSingleton<IFunctionMetadataProvider>(new FakeMetadata(startup));
}

await builder.Build().RunAsync();
return 0;
