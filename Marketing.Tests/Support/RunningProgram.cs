using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Marketing.Tests.Support;

/// <summary>The program as a process of its own, with its console read; ended with the test.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Lock _lock = new();

    private RunningProgram(Process process) => _process = process;

    /// <summary>Everything printed so far, results and progress together.</summary>
    public string Console
    {
        get
        {
            lock (_lock)
            {
                return _output.ToString();
            }
        }
    }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public int ProcessId => _process.Id;

    /// <summary>Starts the built program, or another executable.</summary>
    public static RunningProgram Start(IEnumerable<string> arguments, string? executable = null, string? folder = null)
    {
        var start = new ProcessStartInfo(executable ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        if (executable is null)
        {
            start.ArgumentList.Add(Repository.Program);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = new Process { StartInfo = start };
        var program = new RunningProgram(process);
        process.OutputDataReceived += (_, line) => program.Add(line.Data);
        process.ErrorDataReceived += (_, line) => program.Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Waits until a condition on the console holds; fails with the console when the program ends or the time is over.</summary>
    public async Task<string> UntilAsync(Func<string, bool> condition, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (!condition(Console))
        {
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync();
                Assert.True(condition(Console), $"The program ended with {_process.ExitCode}:\n{Console}");
                break;
            }

            Assert.True(watch.Elapsed < limit, $"Not within {limit}:\n{Console}");
            await Task.Delay(100);
        }

        return Console;
    }

    /// <summary>Waits for the end.</summary>
    public async Task<int> EndAsync(TimeSpan limit)
    {
        using var cancellation = new CancellationTokenSource(limit);
        await _process.WaitForExitAsync(cancellation.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as Ctrl-C does.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString()]);
        kill.WaitForExit();
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            lock (_lock)
            {
                _output.AppendLine(line);
            }
        }
    }
}
