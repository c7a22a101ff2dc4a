using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Marketing.App.Hosting;

/// <summary>One plain line an entry; the stack trace of an error is in the log file.</summary>
internal sealed class PlainConsole(TimeProvider system) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "plain";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception).ReplaceLineEndings(" ");
        var error = logEntry.Exception is { } e && !message.Contains(e.Message, StringComparison.Ordinal)
            ? $" {e.Message.ReplaceLineEndings(" ")} (details in the log file)"
            : "";
        textWriter.WriteLine($"{system.GetLocalNow():HH:mm:ss} {Label(logEntry.LogLevel)} {message}{error}");
    }

    private static string Label(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
