using System.Diagnostics;
using Marketing.App.Commands;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.App.Commands;

public sealed class WholeFileTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_link_stays_and_what_it_points_to_is_written()
    {
        var (file, link, far) = (_folder.File("file.csv"), _folder.File("link.csv"), _folder.File("far.csv"));
        await File.WriteAllTextAsync(file, "old");
        File.CreateSymbolicLink(link, "file.csv");
        File.CreateSymbolicLink(far, link);
        await WriteAsync(far);
        Assert.Equal(("new", "file.csv"), (await File.ReadAllTextAsync(file), new FileInfo(link).LinkTarget));
        Assert.NotNull(new FileInfo(far).LinkTarget);

        // What is not there yet is made where the link points to.
        File.CreateSymbolicLink(_folder.File("later.csv"), "made.csv");
        await WriteAsync(_folder.File("later.csv"));
        Assert.Equal("new", await File.ReadAllTextAsync(_folder.File("made.csv")));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.part"));
    }

    [Fact]
    public async Task A_link_behind_a_linked_folder_leads_where_the_system_says()
    {
        // /a/dir is /x/y, where out.csv is ../real.csv: that is /x/real.csv, not /a/real.csv.
        Directory.CreateDirectory(_folder.File("x/y"));
        Directory.CreateDirectory(_folder.File("a"));
        Directory.CreateSymbolicLink(_folder.File("a/dir"), _folder.File("x/y"));
        await File.WriteAllTextAsync(_folder.File("a/real.csv"), "apart");
        await File.WriteAllTextAsync(_folder.File("x/real.csv"), "old");
        File.CreateSymbolicLink(_folder.File("x/y/out.csv"), "../real.csv");
        await WriteAsync(_folder.File("a/dir/out.csv"));
        Assert.Equal(("apart", "new"), (await File.ReadAllTextAsync(_folder.File("a/real.csv")), await File.ReadAllTextAsync(_folder.File("x/real.csv"))));
    }

    [Fact]
    public async Task Rights_stay_a_file_of_a_similar_name_is_let_be_and_an_empty_name_is_refused()
    {
        var file = _folder.File("file.csv");
        await File.WriteAllTextAsync(file, "old");
        await File.WriteAllTextAsync(file + ".part", "somebody's");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Assert.Equal(file, WholeFile.Named(file));
        await WriteAsync(file);
        Assert.Equal(("new", "somebody's"), (await File.ReadAllTextAsync(file), await File.ReadAllTextAsync(file + ".part")));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal(2, Assert.Throws<OperatorException>(() => WholeFile.Named(" ")).ExitCode);
    }

    [Fact]
    public async Task A_pipe_is_written_through_and_stays_a_pipe()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var (pipe, link) = (_folder.File("pipe"), _folder.File("link"));
        using (var made = Process.Start("mkfifo", pipe))
        {
            await made.WaitForExitAsync();
        }

        File.CreateSymbolicLink(link, pipe);
        Assert.Equal(link, WholeFile.Named(link));
        using var reader = Process.Start(new ProcessStartInfo("cat", pipe) { RedirectStandardOutput = true })!;
        await WriteAsync(link);
        Assert.Equal("new", await reader.StandardOutput.ReadToEndAsync());
        Assert.True(SpecialFile.Is(pipe));
        Assert.Equal(pipe, new FileInfo(link).LinkTarget);
    }

    [Fact]
    public async Task A_link_to_standard_output_leads_there()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var link = _folder.File("out");
        File.CreateSymbolicLink(link, "/proc/self/fd/1");
        await File.WriteAllLinesAsync(_folder.File("past.csv"), ["series,t,value", "a,1,5", "a,2,6"]);
        var (status, output, error) = await ProgramRun.ToEndAsync(_folder.Path, "lab", "forecast", "--series", "past.csv", "--model", "naive", "--horizon", "2", "--out", "out");
        Assert.True(status == ExitStatus.Succeeded, error);
        Assert.Contains("series,h,mean,lo80,hi80,lo95,hi95\na,1,6,,,,\na,2,6,,,,\n", output.ReplaceLineEndings("\n"));
        Assert.Equal("/proc/self/fd/1", new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void What_cannot_be_written_is_told_before_the_work()
    {
        File.CreateSymbolicLink(_folder.File("circle"), "circle");
        foreach (var (path, why) in (ValueTuple<string, string>[])[("none/file.csv", "its folder is not there."), (".", "It is a folder."), ("circle", "It is a link that leads in a circle.")])
        {
            var refused = Assert.Throws<OperatorException>(() => WholeFile.Named(_folder.File(path)));
            Assert.EndsWith($"cannot be written: {why}", refused.Message);
            Assert.Equal(ExitStatus.BadInput, refused.ExitCode);
        }

        Assert.Null(WholeFile.Named(null));
    }

    private static Task WriteAsync(string path) => WholeFile.WriteAsync(path, writer => writer.WriteAsync("new"));
}
