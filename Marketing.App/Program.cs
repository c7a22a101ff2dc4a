using Marketing.App.Commands;

return await CommandLine.RunAsync(args);
