using AssetFunctions.DevHost.Commands;

return await CommandLine.RunAsync(args, Terminal.OfProcess());
