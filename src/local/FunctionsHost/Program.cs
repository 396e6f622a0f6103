// Schedules are UTC in the cloud. The engine uses local time, so this process and its worker run in UTC.
Environment.SetEnvironmentVariable("TZ", "UTC");
TimeZoneInfo.ClearCachedData();
return await CommandLine.RunAsync(args);
