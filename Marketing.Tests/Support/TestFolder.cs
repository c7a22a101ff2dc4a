using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Marketing.Tests.Support;

/// <summary>A data folder of its own with a freshly migrated database and a clock that stands until it is moved.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DatabaseCare _care;

    public TestFolder(DateTimeOffset? now = null)
    {
        Clock = new FakeTimeProvider(now ?? new DateTimeOffset(2024, 3, 1, 9, 0, 0, TimeSpan.Zero));
        Folder = new DataFolder(Path.Combine(Path.GetTempPath(), "marketing-tests", Guid.NewGuid().ToString("N")));
        Database = new Database(Folder);
        _care = new DatabaseCare(Database, Clock);
        _care.Open();
    }

    public FakeTimeProvider Clock { get; }

    public DataFolder Folder { get; }

    public Database Database { get; }

    public void Dispose()
    {
        Database.Dispose();
        _care.Dispose();
        Directory.Delete(Folder.Root, recursive: true);
    }
}
