using Dapper;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;

namespace Marketing.Tests.Kernel.Storage;

public sealed class WriterTurnTests : IDisposable
{
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
                slices = _holder.Database.Write((_, _) =>
                {
                    Thread.Sleep(20);
                    return slices + 1;
                });
            }
        });
        const int turns = 10;
        for (var i = 0; i < turns; i++)
        {
            Note(command, $"{i}");
        }

        await end.CancelAsync();
        await writing;
        Assert.Equal(turns, command.Read(connection => connection.ExecuteScalar<int>("select count(*) from kernel_audit where action = 'turn'")));
        Assert.InRange(slices, 1, 10 * turns);
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
                Note(database, $"{i}");
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
            Note(_holder.Database, $"{i}");
        }

        Assert.Equal(20, _holder.Database.Read(connection => connection.ExecuteScalar<int>("select count(*) from kernel_audit where action = 'turn'")));
    }

    private static void Note(Database database, string subject) => database.Write((connection, transaction) =>
        connection.Execute("insert into kernel_audit (at, actor, action, subject, detail) values (0, 'test', 'turn', @subject, '')", new { subject }, transaction));
}
