using System.Diagnostics;
using Dapper;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Marketing.Tests.Kernel.Storage;

public sealed class WriterTurnTests : IDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);
    private readonly TestFolder _holder = new();

    public void Dispose() => _holder.Dispose();

    [Fact]
    public async Task A_command_has_its_turn_within_a_few_slices_of_a_holder_that_writes_without_end()
    {
        using var command = new Database(_holder.Folder);
        using var end = new CancellationTokenSource();
        var slices = 0;
        var writing = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                Volatile.Write(ref slices, _holder.Database.Write((connection, transaction) =>
                {
                    for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Slice;)
                    {
                        Note(connection, transaction, "slice");
                    }

                    return slices + 1;
                }));
            }
        });
        const int turns = 20;
        var waited = 0;
        for (var i = 0; i < turns; i++)
        {
            var before = Volatile.Read(ref slices);
            while (Volatile.Read(ref slices) == before)
            {
                await Task.Delay(1);
            }

            before = Volatile.Read(ref slices);
            Note(command);
            waited += Volatile.Read(ref slices) - before;
        }

        await end.CancelAsync();
        await writing;
        Assert.Equal(turns, command.Read(connection => connection.ExecuteScalar<int>("select count(*) from kernel_audit where action = 'turn'")));
        Assert.InRange(waited, 1, 2 * turns);
    }

    [Fact]
    public async Task Commands_and_the_holder_write_at_once_and_nothing_is_lost()
    {
        using var one = new Database(_holder.Folder);
        using var other = new Database(_holder.Folder);
        await Task.WhenAll(new[] { _holder.Database, one, other }.Select(database => Task.Run(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                Note(database);
            }
        })));
        Assert.Equal(150, one.Read(connection => connection.ExecuteScalar<int>("select count(*) from kernel_audit where action = 'turn'")));
        Assert.False(File.Exists(Path.Combine(_holder.Folder.Root, "marketing.turn")));
    }

    [Fact]
    public void What_a_dead_command_left_holds_nobody_up()
    {
        File.WriteAllText(Path.Combine(_holder.Folder.Root, "marketing.turn"), "");
        for (var i = 0; i < 20; i++)
        {
            Note(_holder.Database);
        }

        Assert.Equal(20, _holder.Database.Read(connection => connection.ExecuteScalar<int>("select count(*) from kernel_audit where action = 'turn'")));
    }

    [Fact]
    public void What_may_not_be_opened_holds_nobody_up_and_is_named()
    {
        // A folder of that name is what nobody may open as a file, not even root.
        var path = Directory.CreateDirectory(Path.Combine(_holder.Folder.Root, "marketing.turn")).FullName;
        Assert.False(FolderLock.IsHeld(path, unreadable: false));
        Assert.True(FolderLock.IsHeld(path));
        Assert.Equal(path, _holder.Database.HoldFolder());
        Directory.Delete(path);
        File.WriteAllText(path, "");
        Assert.Null(_holder.Database.HoldFolder());
        Assert.False(File.Exists(path));
    }

    private static void Note(Database database) => database.Write((connection, transaction) => Note(connection, transaction, "turn"));

    private static int Note(SqliteConnection connection, SqliteTransaction transaction, string action) =>
        connection.Execute("insert into kernel_audit (at, actor, action, subject, detail) values (0, 'test', @action, '', '')", new { action }, transaction);
}
