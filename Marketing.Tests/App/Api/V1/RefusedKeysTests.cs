using Marketing.App.Api.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Marketing.Tests.App.Api.V1;

/// <summary>What the log tells while somebody guesses keys.</summary>
public sealed class RefusedKeysTests
{
    [Fact]
    public async Task Guessed_keys_cost_a_line_a_minute_that_counts_them()
    {
        using var lines = new Lines();
        var clock = new FakeTimeProvider();
        await using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(lines)).AddSingleton<TimeProvider>(clock).AddApi().BuildServiceProvider();
        var refused = services.GetRequiredService<RefusedKeys>();
        for (var second = 0; second < 90; second++)
        {
            refused.Note();
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([1, 60], lines.Written.Select(line => int.Parse(line.Split(' ')[1])));
        Assert.False(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiKeyScheme).FullName!).IsEnabled(LogLevel.Information));
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Written.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
