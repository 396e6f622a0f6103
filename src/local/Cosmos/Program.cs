using AssetFunctions.Local.Cosmos;

return await CommandLine.RunAsync(args);
