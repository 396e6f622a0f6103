using AssetFunctions.Local.Stack.Commands;

return await CommandLine.RunAsync(args, Terminal.OfProcess());
