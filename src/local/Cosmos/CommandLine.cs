using System.Runtime.InteropServices;

namespace AssetFunctions.Local.Cosmos;

/// <summary>The executable: starts a server, prints one line, stops on Ctrl-C or SIGTERM.</summary>
static class CommandLine
{
    const string Usage =
        """
        usage: AssetFunctions.Local.Cosmos [--port N] [--data FILE] [--partitions N] [--enforce-throughput]
          --port N        TCP port on 127.0.0.1; 0 picks a free port; default 8081
          --data FILE     SQLite file for all data; default: memory only
          --partitions N  physical partitions of each container, 1 to 256; default 1
          --enforce-throughput
                          return 429 beyond the throughput that a container was created with
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--help" or "-h"])
        {
            Console.WriteLine(Usage);
            return 0;
        }

        if (!TryParse(args, out var options, out var error))
        {
            await Console.Error.WriteLineAsync(error + Environment.NewLine + Usage);
            return 2;
        }

        var stopped = new TaskCompletionSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await using var server = await LocalCosmosServer.StartAsync(options);
            Console.WriteLine($"Local Cosmos DB at {server.Endpoint} (data explorer: {server.Endpoint}_local/explorer)");
            await stopped.Task;
            return 0;
        }
        catch (LocalCosmosStartException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stopped.TrySetResult();
        }
    }

    static bool TryParse(string[] args, out LocalCosmosOptions options, out string error)
    {
        options = new LocalCosmosOptions();
        error = "";
        for (var i = 0; i < args.Length; i += 2)
        {
            if (args[i] == "--enforce-throughput")
            {
                options = options with { EnforcesThroughput = true };
                i--;
                continue;
            }

            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--port" when ushort.TryParse(value, out var port):
                    options = options with { Port = port };
                    break;
                case "--data" when value.Length > 0:
                    options = options with { DataFile = value };
                    break;
                case "--partitions" when int.TryParse(value, out var partitions) && partitions is > 0 and <= 256:
                    options = options with { PhysicalPartitions = partitions };
                    break;
                default:
                    error = $"Unknown option or invalid value: '{args[i]} {value}'.";
                    return false;
            }
        }

        return true;
    }
}
