using System.Diagnostics;
using Spectre.Console;
using Progress = Marketing.Kernel.Progress;

namespace Marketing.App.Commands;

/// <summary>
/// Shows long work on standard error: bars on a terminal, plain lines where nobody watches. A step ends when the
/// next one begins, or with the work; then its seconds are shown.
/// </summary>
internal static class StepConsole
{
    public static Task<T> WatchAsync<T>(Terminal terminal, Func<IProgress<Progress>, Task<T>> work) =>
        terminal.Interactive ? BarsAsync(terminal, work) : LinesAsync(terminal, work);

    private static async Task<T> LinesAsync<T>(Terminal terminal, Func<IProgress<Progress>, Task<T>> work)
    {
        var lines = new PlainSteps(terminal.Error);
        try
        {
            return await work(lines);
        }
        finally
        {
            lines.End();
        }
    }

    private static Task<T> BarsAsync<T>(Terminal terminal, Func<IProgress<Progress>, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bars = new Bars(context);
                var result = await work(bars);
                bars.End();
                return result;
            });
    }

    /// <summary>Steps as plain lines, with a sign of life every five seconds.</summary>
    internal sealed class PlainSteps(TextWriter writer) : IProgress<Progress>
    {
        private static readonly TimeSpan _sign = TimeSpan.FromSeconds(5);
        private readonly Lock _gate = new();
        private readonly Stopwatch _watch = new();
        private TimeSpan _told;
        private Progress? _last;

        public void Report(Progress value)
        {
            lock (_gate)
            {
                if (_last is not null && _last.Step != value.Step)
                {
                    Close();
                }

                if (_last is null)
                {
                    _watch.Restart();
                    _told = TimeSpan.Zero;
                }

                _last = value with { Note = value.Note ?? _last?.Note };
                if (_watch.Elapsed - _told >= _sign)
                {
                    _told = _watch.Elapsed;
                    var share = value.Share is { } known ? $" {known:P0}" : "";
                    writer.WriteLine($"{value.Step,-12} ...{share} {value.Note}".TrimEnd());
                }
            }
        }

        public void End()
        {
            lock (_gate)
            {
                Close();
            }
        }

        private void Close()
        {
            if (_last is { } step)
            {
                writer.WriteLine($"{step.Step,-12} {_watch.Elapsed.TotalSeconds,6:0.0} s  {step.Note}".TrimEnd());
                _last = null;
            }
        }
    }

    /// <summary>Steps as bars.</summary>
    private sealed class Bars(ProgressContext context) : IProgress<Progress>
    {
        private readonly Lock _gate = new();
        private ProgressTask? _task;
        private string? _step;

        public void Report(Progress value)
        {
            lock (_gate)
            {
                if (_step != value.Step)
                {
                    End();
                    _step = value.Step;
                    _task = context.AddTask(_step, maxValue: 1);
                }

                if (_task is { IsFinished: false } task)
                {
                    task.Description = Markup.Escape($"{value.Step,-12} {value.Note}".TrimEnd());
                    task.IsIndeterminate = value.Share is null;
                    // A task that has reached its end takes no more notes.
                    task.Value = Math.Min(value.Share ?? 0, 0.999);
                }
            }
        }

        public void End()
        {
            lock (_gate)
            {
                if (_task is { IsFinished: false } task)
                {
                    task.IsIndeterminate = false;
                    task.Value = 1;
                    task.StopTask();
                }

                _step = null;
            }
        }
    }
}
