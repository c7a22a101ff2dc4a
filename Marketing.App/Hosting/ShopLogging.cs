using Microsoft.Extensions.Logging.Console;

namespace Marketing.App.Hosting;

/// <summary>Where the program writes what it does: plain lines on standard error, everything with details in the data folder.</summary>
internal static class ShopLogging
{
    /// <summary>Adds both.</summary>
    /// <param name="logging">Logging of the host.</param>
    /// <param name="configuration">Configuration; the section <c>Logging</c> is read.</param>
    /// <param name="file">The log in the data folder.</param>
    /// <param name="quiet">Whether the console hears of warnings and errors only, because the command tells its progress itself.</param>
    public static ILoggingBuilder AddShopLogging(this ILoggingBuilder logging, IConfiguration configuration, FileLog file, bool quiet)
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
        // Why a start failed is told by the command, in plain words and once.
        logging.AddFilter<ConsoleLoggerProvider>("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.AddFilter<ConsoleLoggerProvider>("Microsoft.AspNetCore.Hosting", LogLevel.None);
        if (quiet)
        {
            logging.AddFilter<ConsoleLoggerProvider>(null, LogLevel.Warning);
            logging.AddFilter<ConsoleLoggerProvider>("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        }

        return logging.AddConsoleFormatter<PlainConsole, ConsoleFormatterOptions>();
    }
}
