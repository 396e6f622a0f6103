using AssetFunctions.LocalCosmos;

return await CommandLine.RunAsync(args);
