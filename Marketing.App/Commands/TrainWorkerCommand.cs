using System.CommandLine;
using System.Text;
using Marketing.Model;

namespace Marketing.App.Commands;

/// <summary>
/// The process of a training, started by the program itself. The first line of its input is the job; the end of its input, which also
/// comes when the other side dies, asks it to stop. It opens no store, and its output is for the other side alone.
/// </summary>
internal static class TrainWorkerCommand
{
    public const string Name = "train-worker";

    public const string Help = """
        The process of a training; 'marketing train' starts it.

        Examples:
          marketing train als
        """;

    // A method looks at its cancellation every few moments; one that does not must not outlive the program that wants its model.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static Command AddTo(Command command)
    {
        command.Hidden = true;
        return command;
    }

    public static async Task<int> RunAsync(CommandContext context, ParseResult parsed, CancellationToken cancellation)
    {
        await using var services = new ServiceCollection().AddTrainingWorker().BuildServiceProvider();
        return await RunAsync(services.GetRequiredService<ITrainingWorker>(), context.Terminal.Output, cancellation);
    }

    /// <summary>Does what the job on standard input asks for.</summary>
    internal static async Task<int> RunAsync(ITrainingWorker worker, TextWriter output, CancellationToken cancellation)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        if (await input.ReadLineAsync(cancellation) is not { } job)
        {
            return (int)WorkerExit.Stopped;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        new Thread(() => Watch(input, stop)) { IsBackground = true, Name = "the other side" }.Start();
        worker.GiveWay();
        return (int)await worker.RunAsync(job, output, stop.Token);
    }

    private static void Watch(StreamReader input, CancellationTokenSource stop)
    {
        while (input.ReadLine() is not null)
        {
            // Nothing more is said to it.
        }

        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
            return;
        }

        Thread.Sleep(Patience);
        Environment.Exit((int)WorkerExit.Stopped);
    }
}
