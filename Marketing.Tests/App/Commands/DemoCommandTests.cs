using Marketing.App.Commands;
using Marketing.App.Hosting;
using Marketing.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Marketing.Tests.App.Commands;

public sealed class DemoCommandTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_demo_loads_a_shop_does_one_turn_says_what_it_found_and_repeats_nothing()
    {
        var first = await MadeDemo.OnceAsync();
        foreach (var words in (string[])["1,044,847 rows", "Cleaning", "Segments", "in charge", "item-knn ndcg@10", "item-knn above popularity", "Decisions", "held back to measure", "together"])
        {
            Assert.Contains(words, first.Output);
        }

        Assert.Contains("deliver", first.Error);
        Assert.DoesNotContain("\u001b", first.Output + first.Error);
        Assert.Equal(ExitStatus.Succeeded, first.Status);

        using var folder = new EmptyFolder();
        first.CopyTo(folder.File(DataFolderPath.Name));
        var before = Rows(folder);
        using (var second = ProgramRun.Start(folder.Path, "demo", "--urls", "http://127.0.0.1:0"))
        {
            var said = await second.SaysAsync("/setup?token=");
            Assert.Contains("nothing was repeated", said);
            second.Interrupt();
            Assert.Equal(ExitStatus.Succeeded, await second.EndAsync());
        }

        Assert.Equal(before, Rows(folder));
        var ads = await ProgramRun.ToEndAsync(folder.Path, "ads", "list");
        Assert.Equal((ExitStatus.Succeeded, true), (ads.Status, ads.Output.Contains("Clear the shelves", StringComparison.Ordinal)));
        var doctor = await ProgramRun.ToEndAsync(folder.Path, "doctor", "--urls", "http://127.0.0.1:0");
        Assert.Equal(ExitStatus.Succeeded, doctor.Status);
    }

    [Fact]
    public async Task A_folder_with_another_shop_is_not_touched_by_the_demo()
    {
        using var folder = new EmptyFolder();
        await File.WriteAllTextAsync(folder.File("orders.csv"), SmallShop.Orders(new DateTime(2024, 12, 10), customers: 16, days: 5, seed: 1));
        Assert.Equal(ExitStatus.Succeeded, (await ProgramRun.ToEndAsync(folder.Path, "import", "orders.csv")).Status);
        var (status, _, error) = await ProgramRun.ToEndAsync(folder.Path, "demo", "--urls", "http://127.0.0.1:0");
        Assert.Equal(ExitStatus.Failed, status);
        Assert.Contains("holds another shop", error);
    }

    private static List<long> Rows(EmptyFolder folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "data", "marketing.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return [.. ((string[])["data_imports", "data_orders", "data_events", "kernel_runs", "model_versions", "execution_messages", "data_decisions"]).Select(table =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"select count(*) from {table}";
            return (long)command.ExecuteScalar()!;
        })];
    }
}
