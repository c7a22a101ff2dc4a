using Marketing.App.Hosting;

namespace Marketing.Tests.Support;

/// <summary>An empty folder of its own, removed at the end.</summary>
internal sealed class EmptyFolder : IDisposable
{
    public EmptyFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "marketing-tests", Guid.NewGuid().ToString("N"));

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Begins a shop in the folder where the program looks for one.</summary>
    public Task BeginShopAsync() => BeginShopInAsync(File(DataFolderPath.Name));

    public static async Task BeginShopInAsync(string root)
    {
        await using var services = ShopProvider.Build(root, ShopConfiguration.Read(root, []));
        await ShopStart.OpenAsync(services, CancellationToken.None);
    }

    /// <summary>Another folder with all that is in this one.</summary>
    public EmptyFolder Copy()
    {
        var copy = new EmptyFolder();
        Copy(Path, copy.Path);
        return copy;
    }

    /// <summary>Copies all that is in a folder into another.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            System.IO.File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, System.IO.Path.Combine(to, System.IO.Path.GetFileName(folder)));
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
