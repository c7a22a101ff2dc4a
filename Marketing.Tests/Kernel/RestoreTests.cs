using Dapper;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Marketing.Tests.Kernel;

/// <summary>A copy put back into a folder whose program was killed: the log it left belongs to the database that goes.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly TestFolder _shop = new();
    private readonly EmptyFolder _other = new();

    public void Dispose()
    {
        _other.Dispose();
        _shop.Dispose();
    }

    [Fact]
    public void A_copy_replaces_a_database_and_the_log_that_a_killed_process_left_beside_it()
    {
        Add("before");
        var copy = new DatabaseCare(_shop.Database, _shop.Clock).Backup(_other.File("copy.db"));
        Add("after");
        var killed = Killed();
        var care = new DatabaseCare(killed, _shop.Clock);
        var replaced = care.Restore(copy);
        Assert.Equal(["before"], Names(killed.Folder.Database));
        Assert.Equal(["before", "after"], Names(replaced!));
        Assert.Empty(care.CheckIntegrity());
        Assert.Empty(Directory.GetFiles(killed.Folder.Root, "marketing.db-*"));
    }

    [Fact]
    public void A_damaged_database_is_kept_as_it_is_and_replaced()
    {
        Add("before");
        var copy = new DatabaseCare(_shop.Database, _shop.Clock).Backup(_other.File("copy.db"));
        using var broken = new Database(new DataFolder(_other.File("broken")));
        File.WriteAllText(broken.Folder.Database, "no database at all");
        File.WriteAllText(broken.Folder.Database + "-wal", "nor a log");
        var replaced = new DatabaseCare(broken, _shop.Clock).Restore(copy);
        Assert.EndsWith("-damaged.db", replaced);
        Assert.Equal("no database at all", File.ReadAllText(replaced!));
        Assert.Equal(["before"], Names(broken.Folder.Database));
    }

    [Fact]
    public void What_is_no_copy_and_a_folder_that_is_served_change_nothing()
    {
        Add("before");
        var copy = new DatabaseCare(_shop.Database, _shop.Clock).Backup(_other.File("copy.db"));
        File.WriteAllText(_other.File("text.db"), "no database at all");
        using (var stranger = new SqliteConnection($"Data Source={_other.File("stranger.db")};Pooling=False"))
        {
            stranger.Open();
            stranger.Execute("create table t (x)");
        }

        var killed = Killed();
        var care = new DatabaseCare(killed, _shop.Clock);
        foreach (var (wrong, words) in ((string, string)[])[("text.db", "no sound copy"), ("stranger.db", "no sound copy"), ("missing.db", "There is no file")])
        {
            Assert.Contains(words, Assert.Throws<OperatorException>(() => care.Restore(_other.File(wrong))).Message, StringComparison.Ordinal);
        }

        Assert.Equal(["before"], Names(killed.Folder.Database));
        Assert.Contains("in use", Assert.Throws<OperatorException>(() => new DatabaseCare(_shop.Database, _shop.Clock).Restore(copy)).Message, StringComparison.Ordinal);
    }

    private void Add(string name) => _shop.Database.Write((connection, transaction) =>
        connection.Execute("insert into data_products (code, name, category, simulated) values (@name, @name, '', '')", new { name }, transaction));

    // The files as they lie there while the program runs, the log among them, in another folder.
    private Database Killed()
    {
        var folder = new DataFolder(_other.File("killed"));
        foreach (var ending in (string[])["", "-wal", "-shm"])
        {
            File.Copy(_shop.Folder.Database + ending, folder.Database + ending, overwrite: true);
        }

        Assert.True(new FileInfo(folder.Database + "-wal").Length > 0);
        return new Database(folder);
    }

    private static List<string> Names(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection.Query<string>("select name from data_products order by id").AsList();
    }
}
