using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.Data.Intake;

namespace Marketing.Tests.Data.Privacy;

/// <summary>Customers who have one e-mail address: a family is one person's records, a placeholder is nobody's name.</summary>
public sealed class SharedAddressTests : IDisposable
{
    private const string Placeholder = "none@shop.test";
    private static readonly string[] Tables = ["r", "o", "p", "x", "f", "data_customers"];
    private readonly IntakeRig _rig = new();

    private IPrivacy Privacy => _rig.Shop.Get<IPrivacy>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Up_to_five_records_with_an_address_are_shown_and_erased_together()
    {
        await AddAsync(5);
        var reach = (await Privacy.PreviewErasureAsync(Id("n3"), default))!;
        Assert.Equal((5, 0), (reach.Records, reach.Further));
        Assert.Equal(["n3", "n1", "n2", "n4", "n5"], reach.Numbers);
        await Privacy.EraseAsync(Id("n3"), "Ada", default);
        Assert.Equal(0, Left());
    }

    [Fact]
    public async Task An_address_of_more_is_followed_only_when_that_is_wanted()
    {
        await AddAsync(8);
        var reach = (await Privacy.PreviewErasureAsync(Id("n3"), default))!;
        Assert.Equal((1, 7), (reach.Records, reach.Further));
        Assert.Equal(["n3"], reach.Numbers);
        await Privacy.EraseAsync(Id("n3"), "Ada", default);
        Assert.Equal(7, Left());
        await Privacy.EraseAsync(Id("n4"), "Ada", allWithAddress: true, default);
        Assert.Equal(0, Left());
    }

    [Fact]
    public async Task An_address_that_stands_for_nobody_does_not_come_onto_the_erase_list()
    {
        await AddAsync(8);
        await Privacy.EraseAsync(Id("n3"), "Ada", default);
        Assert.Equal(1, Read("select count(*) from data_erased"));
        Assert.IsType<ItemOutcome.Accepted>(await TakeAsync("n9"));
    }

    [Fact]
    public async Task No_start_erases_everybody_with_a_listed_address_that_many_have()
    {
        await AddAsync(5);
        await Privacy.EraseAsync(Id("n3"), "Ada", default);
        Change("delete from data_erased");
        foreach (var number in Enumerable.Range(20, 8))
        {
            Change($"insert into data_customers (key, country, email, simulated) values ('n{number}', '', '{Placeholder}', '')");
        }

        await _rig.Shop.RestartAsync();
        Assert.Equal(0, await Privacy.ResumeAsync(default));
        Assert.Equal(8, Left());
    }

    [Fact]
    public async Task There_is_nothing_to_show_for_somebody_who_was_erased()
    {
        await AddAsync(1);
        var customer = Id("n1");
        await Privacy.EraseAsync(customer, "Ada", default);
        Assert.Null(await Privacy.PreviewErasureAsync(customer, default));
    }

    [Fact]
    public async Task The_records_of_a_person_are_looked_for_by_indexes()
    {
        await AddAsync(1);
        var sql = SqlFile.Load("Data/Sql/DataPrivacy.sql")["records-to-erase"];
        var steps = _rig.Shop.Folder.Database.Read(connection => connection.Query("explain query plan " + sql, new { Customer = 1L, Widely = false, Most = 5 }).Select(row => (string)row.detail).ToList());
        Assert.DoesNotContain(steps, step => Tables.Any(table => step == "SCAN " + table || step.StartsWith($"SCAN {table} ", StringComparison.Ordinal)));
        Assert.Contains(steps, step => step.Contains("data_customers_by_survivor", StringComparison.Ordinal));
    }

    private async Task AddAsync(int people)
    {
        for (var i = 1; i <= people; i++)
        {
            Assert.IsType<ItemOutcome.Accepted>(await TakeAsync($"n{i}"));
        }
    }

    private async Task<ItemOutcome> TakeAsync(string key) =>
        (await _rig.Intake.TakeAsync(IntakeRig.Sender, [new CustomerItem(key, Placeholder, null, null, null, null, null, null, null, null)], default))[0];

    private CustomerId Id(string key) => new(Read($"select id from data_customers where key = '{key}'"));

    private long Left() => Read("select count(*) from data_customers where erased_at is null");

    private void Change(string sql) => _rig.Shop.Folder.Database.Write((connection, transaction) => connection.Execute(sql, transaction: transaction));

    private long Read(string sql) => _rig.Shop.Folder.Database.Read(connection => connection.ExecuteScalar<long>(sql));
}
