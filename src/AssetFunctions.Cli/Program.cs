using AssetFunctions.Cli.Commands;

return await CommandLine.RunAsync(CommandLine.Create, args, Terminal.OfProcess());
