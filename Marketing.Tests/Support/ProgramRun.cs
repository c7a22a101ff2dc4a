using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Marketing.Tests.Support;

/// <summary>The built program as a process of its own, as a person starts it.</summary>
internal sealed partial class ProgramRun : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private ProgramRun(string folder, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(Marketing.App.Commands.CommandLine).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => Read(_output);

    public string Error => Read(_error);

    public int Id => _process.Id;

    /// <summary>Starts the program in a folder.</summary>
    public static ProgramRun Start(string folder, params string[] arguments) => new(folder, arguments, null);

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int Status, string Output, string Error)> ToEndAsync(string folder, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var run = new ProgramRun(folder, arguments, environment);
        return (await run.EndAsync(), run.Output, run.Error);
    }

    public static Task<(int Status, string Output, string Error)> ToEndAsync(string folder, params string[] arguments) => ToEndAsync(folder, arguments, null);

    /// <summary>Waits until the program has ended by itself.</summary>
    public async Task<int> EndAsync(int seconds = 60)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits until standard output holds some words.</summary>
    public async Task<string> SaysAsync(string words, int seconds = 60)
    {
        var watch = Stopwatch.StartNew();
        while (!Output.Contains(words, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, $"It ended: {Output}{Error}");
            Assert.True(watch.Elapsed.TotalSeconds < seconds, $"It did not say '{words}': {Output}{Error}");
            await Task.Delay(30);
        }

        return Output;
    }

    /// <summary>What Ctrl-C does.</summary>
    public void Interrupt() => Assert.Equal(0, Kill(_process.Id, 2));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
