using AssetFunctions.Local.FunctionsHost.Hosting;

// Schedules are UTC in the cloud. The engine takes them in local time, so this process and its worker live in UTC.
Environment.SetEnvironmentVariable("TZ", "UTC");
TimeZoneInfo.ClearCachedData();
return await CommandLine.RunAsync(args);
