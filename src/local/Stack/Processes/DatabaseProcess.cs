using System.Net.Http.Json;
using System.Text;
using AssetFunctions.Local.Cosmos;
using AssetFunctions.Local.Processes;

namespace AssetFunctions.Local.Stack.Processes;

/// <summary>The local database server in a process of its own. It can be killed and started again on the same port, and keeps everything that it has committed.</summary>
sealed class DatabaseProcess : IAsyncDisposable
{
    const string Listening = "Local Cosmos DB at ";

    static readonly Uri Faults = new("_local/faults", UriKind.Relative);
    static readonly Uri Metrics = new("_local/metrics", UriKind.Relative);

    readonly HttpClient _http = new();
    readonly string _program;
    readonly string _file;
    ChildProcess? _process;

    DatabaseProcess(string program, string file) => (_program, _file) = (program, file);

    public Uri Endpoint => _http.BaseAddress!;

    public string ConnectionString => $"AccountEndpoint={Endpoint};AccountKey={LocalCosmosOptions.WellKnownKey};";

    /// <param name="program">The dll of the server.</param>
    /// <param name="file">The data file; the log is written beside it.</param>
    /// <param name="port">Port on 127.0.0.1; 0 picks a free one.</param>
    /// <exception cref="ProcessException">It does not start.</exception>
    public static async Task<DatabaseProcess> StartAsync(string program, string file, int port, CancellationToken cancellationToken)
    {
        var database = new DatabaseProcess(program, file);
        database._http.BaseAddress = await database.RunAsync(port, cancellationToken);
        return database;
    }

    /// <summary>Starts it again on the same port.</summary>
    /// <exception cref="ProcessException">It does not start.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => RunAsync(Endpoint.Port, cancellationToken);

    /// <summary>Kills it, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.KillAsync();
            await process.DisposeAsync();
        }
    }

    /// <summary>Makes requests fail from now on; replaces any earlier faults. They end with the process.</summary>
    /// <param name="plan">The JSON form of the server's faults; an empty object ends them.</param>
    public async Task SetFaultsAsync(string plan, CancellationToken cancellationToken)
    {
        using var body = new StringContent(plan, Encoding.UTF8, "application/json");
        using var response = await _http.PutAsync(Faults, body, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The request counts since the process started.</summary>
    public async Task<IReadOnlyList<DatabaseCount>> CountAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<Report>(Metrics, cancellationToken))!.Rows;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is { } process)
        {
            await process.DisposeAsync();
        }
    }

    async Task<Uri> RunAsync(int port, CancellationToken cancellationToken)
    {
        var command = ProcessCommand.Dotnet(_program, "--port", $"{port}", "--data", _file);
        var process = command.Start(Path.ChangeExtension(_file, "log"));
        try
        {
            var line = await process.WaitForLineAsync(line => line.StartsWith(Listening, StringComparison.Ordinal), cancellationToken);
            _process = process;
            return new Uri(line[Listening.Length..].Split(' ')[0]);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    sealed record Report(IReadOnlyList<DatabaseCount> Rows);
}

/// <summary>A count of requests by kind and outcome.</summary>
/// <param name="Operation">Kind of request.</param>
/// <param name="Status">HTTP status; 0 for a dropped connection.</param>
/// <param name="Client">The client's application name; empty when it set none.</param>
/// <param name="Requests">Number of requests.</param>
sealed record DatabaseCount(string Operation, int Status, string Client, long Requests);
