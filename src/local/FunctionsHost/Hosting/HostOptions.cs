namespace AssetFunctions.Local.FunctionsHost.Hosting;

/// <summary>The command line.</summary>
/// <param name="App">Folder or dll of the built worker app.</param>
/// <param name="Port">Port of the HTTP functions; null takes it from local.settings.json.</param>
/// <param name="Functions">Functions to run; empty runs all.</param>
/// <param name="MessageLease">How long a received message stays invisible; null leaves the engine's ten minutes.</param>
/// <param name="List">Print the functions instead of running them.</param>
sealed record HostOptions(string App, int? Port, IReadOnlyList<string> Functions, TimeSpan? MessageLease, bool List);
