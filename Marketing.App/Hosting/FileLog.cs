using System.Text;

namespace Marketing.App.Hosting;

/// <summary>
/// The program's log in the data folder: one file a day, the newest fourteen kept. Details of errors stand here and only here,
/// so that the console stays readable. A full disk or a missing right must not stop the program: what cannot be written is dropped.
/// </summary>
internal sealed class FileLog : ILoggerProvider
{
    private const int Kept = 14;
    private readonly TimeProvider _system;
    private readonly Lock _gate = new();
    private StreamWriter? _writer;
    private DateOnly _day;

    public FileLog(string root, TimeProvider system)
    {
        Folder = FolderOf(root);
        _system = system;
    }

    public string Folder { get; }

    public static string FolderOf(string root) => Path.Combine(root, "logs");

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <summary>Appends one entry.</summary>
    /// <returns>The file, or null when it could not be written.</returns>
    public string? Write(LogLevel level, string category, string message, Exception? exception)
    {
        var now = _system.GetUtcNow();
        lock (_gate)
        {
            try
            {
                var path = Open(DateOnly.FromDateTime(now.UtcDateTime));
                _writer!.WriteLine($"{now:yyyy-MM-ddTHH:mm:ss.fffZ} {level} {category}: {message}");
                if (exception is not null)
                {
                    _writer.WriteLine(exception);
                }

                _writer.Flush();
                return path;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                return null;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            try
            {
                _writer?.Dispose();
            }
            catch (IOException)
            {
                // The disk is full; what was to be written is lost, as promised.
            }

            _writer = null;
        }
    }

    private string Open(DateOnly day)
    {
        var path = Path.Combine(Folder, $"marketing-{day:yyyyMMdd}.log");
        if (_writer is null || _day != day)
        {
            _writer?.Dispose();
            Directory.CreateDirectory(Folder);
            _writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete), new UTF8Encoding(false));
            _day = day;
            foreach (var old in Directory.GetFiles(Folder, "marketing-*.log").OrderDescending(StringComparer.Ordinal).Skip(Kept))
            {
                File.Delete(old);
            }
        }

        return path;
    }

    private sealed class Category(FileLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(logLevel, name, formatter(state, exception), exception);
            }
        }
    }
}
