namespace AssetFunctions.Infra.Tests;

/// <summary>Fake commands that replace the machine's, and a working folder. Their calls are recorded in <see cref="Calls"/>.</summary>
sealed class FakeTools : IDisposable
{
    readonly DirectoryInfo _root = Directory.CreateTempSubdirectory();

    public FakeTools() => Directory.CreateDirectory(Path.Combine(_root.FullName, "bin"));

    /// <summary>An empty folder.</summary>
    public string Folder => Directory.CreateDirectory(Path.Combine(_root.FullName, "work")).FullName;

    public IReadOnlyList<string> Calls => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    string Log => Path.Combine(_root.FullName, "calls");

    /// <summary>Adds a command as the body of a shell script.</summary>
    public FakeTools With(string name, string body)
    {
        var path = Path.Combine(_root.FullName, "bin", name);
        File.WriteAllText(path, $"#!/usr/bin/env bash\necho \"{name} $*\" >> '{Log}'\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return this;
    }

    /// <summary>Runs a command line in <see cref="Folder"/> with these environment variables.</summary>
    public Task<(int ExitCode, string Output, string Errors)> RunAsync(string commandLine, params string[] environment) => InfraFiles.RunAsync(
        "env", [.. environment, $"PATH={Path.Combine(_root.FullName, "bin")}:{Environment.GetEnvironmentVariable("PATH")}", "bash", "-c", $"cd '{Folder}' && {commandLine}"]);

    public void Dispose() => _root.Delete(recursive: true);
}
