namespace Marketing.Tests.Support;

/// <summary>An empty folder of its own, removed at the end.</summary>
internal sealed class EmptyFolder : IDisposable
{
    public EmptyFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "marketing-tests", Guid.NewGuid().ToString("N"));

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
