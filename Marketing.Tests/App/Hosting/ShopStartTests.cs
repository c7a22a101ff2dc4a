using System.Collections.Concurrent;
using Marketing.App.Hosting;
using Marketing.App.Jobs;
using Marketing.Kernel;
using Marketing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketing.Tests.App.Hosting;

public sealed class ShopStartTests
{
    [Fact]
    public async Task The_message_at_start_says_which_broken_runs_go_on_by_themselves_and_which_do_not()
    {
        var log = new Lines();
        await using var shop = await OpenShop.StartAsync(new DateTimeOffset(2024, 12, 10, 9, 0, 0, TimeSpan.Zero), services => services.AddSingleton<ILoggerFactory>(log));
        await using var left = await shop.Get<IRuns>().StartAsync(TrainJob.Kind, "anna", shop.Clock.GetUtcNow(), TrainJob.Steps, default);
        await ShopStart.OpenAsync(shop.Services, default);
        var said = Assert.Single(log.Said, line => line.Contains("run(s) were at work", StringComparison.Ordinal));
        Assert.Contains("a turn of the loop or an evaluation goes on where it stopped", said, StringComparison.Ordinal);
        Assert.Contains("anything else is to be started again", said, StringComparison.Ordinal);
    }

    private sealed class Lines : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Said { get; } = [];

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
