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

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
