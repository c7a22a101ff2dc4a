using Marketing.App.Hosting;

namespace Marketing.Tests.Support;

/// <summary>
/// The demo as the program makes it in an empty folder: two years imported and a whole turn, which takes a minute. Made once by a process of
/// its own that was then stopped as by Ctrl-C; who needs its shop works on a copy.
/// </summary>
internal sealed class MadeDemo
{
    private static readonly Lazy<Task<MadeDemo>> Once = new(MakeAsync);

    private readonly string _data;

    private MadeDemo(string data, int status, string output, string error) => (_data, Status, Output, Error) = (data, status, output, error);

    /// <summary>With what the program ended.</summary>
    public int Status { get; }

    public string Output { get; }

    public string Error { get; }

    public static Task<MadeDemo> OnceAsync() => Once.Value;

    /// <summary>Copies its shop into a data folder.</summary>
    public void CopyTo(string data) => EmptyFolder.Copy(_data, data);

    private static async Task<MadeDemo> MakeAsync()
    {
        var folder = new EmptyFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        using var run = ProgramRun.Start(folder.Path, "demo", "--urls", "http://127.0.0.1:0");
        await run.SaysAsync("/setup?token=", seconds: 480);
        run.Interrupt();
        var status = await run.EndAsync();
        return new MadeDemo(folder.File(DataFolderPath.Name), status, run.Output, run.Error);
    }
}
