namespace Marketing.App.Hosting;

/// <summary>Where the program writes what it does: plain lines on standard error, everything with details in the data folder.</summary>
internal static class ShopLogging
{
    public static ILoggingBuilder AddShopLogging(this ILoggingBuilder logging, IConfiguration configuration, FileLog file)
    {
        logging.ClearProviders();
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.AddProvider(file);
        logging.Services.AddSingleton(TimeProvider.System);
        logging.AddConsole(options =>
        {
            options.FormatterName = PlainConsole.FormatterName;
            // Standard output belongs to results.
            options.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        return logging.AddConsoleFormatter<PlainConsole, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
    }
}
