using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Privacy;

/// <summary>What an import made of a value names people as the value itself does, and goes with them.</summary>
public sealed class ErasedRowsTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("17850")]
    [InlineData("13047")]
    public async Task A_row_that_was_given_the_customer_of_its_order_names_neither_of_them_once_erased(string erased)
    {
        await ImportAsync();
        Assert.Contains("17850", Issues());
        Assert.Contains("13047", Issues());
        Assert.NotNull(await _rig.Get<IPrivacy>().EraseAsync(new CustomerId(Read($"select id from data_customers where key = '{erased}'")), "Ada", default));
        Assert.DoesNotContain(erased, Issues());
    }

    [Fact]
    public async Task Retention_takes_what_was_made_of_a_value_too()
    {
        await ImportAsync();
        Change("update data_imports set finished_at = @At where name = 'orders.csv'");
        var run = await _rig.Get<IRetention>().RunAsync("Ada", null, default);
        Assert.Equal(2, run.Removed.Single(one => one.Kind == "rejected-rows").Rows);
        Assert.DoesNotContain("17850", Issues());
        Assert.DoesNotContain("13047", Issues());
        Assert.Contains("names another customer", Issues());
    }

    [Fact]
    public async Task Retention_takes_what_was_made_where_nothing_else_is_left()
    {
        await ImportAsync();
        Change("update data_imports set finished_at = @At where name = 'orders.csv'");
        Change("update data_import_issues set value = '', text = ''");
        await _rig.Get<IRetention>().RunAsync("Ada", null, default);
        Assert.DoesNotContain("17850", Issues());
    }

    private async Task ImportAsync()
    {
        await _rig.OpenForBusinessAsync();
        var path = Path.Combine(_rig.Folder.Folder.Root, "orders.csv");
        await File.WriteAllTextAsync(path, "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n1,A1,Cup,1,2023-05-06 10:00,3.50,17850,Spain\n1,A2,Pot,1,2023-05-06 10:00,4.50,13047,Spain\n2,A2,Pot,1,2023-05-06 10:00,4.50,13047,Spain\n2,A1,Cup,many,2023-05-06 10:00,4.50,13047,Spain\n");
        Assert.IsType<ImportOutcome.Applied>(await _rig.Get<IImports>().ImportOrdersAsync(new OrderFile(path, "orders.csv", "Ada"), null, default));
    }

    private string Issues() => string.Join('\n', _rig.Folder.Database.Read(connection => connection.Query("select * from data_import_issues").AsList()).Select(row => string.Join('|', ((IDictionary<string, object?>)row).Values)));

    private long Read(string sql) => _rig.Folder.Database.Read(connection => connection.ExecuteScalar<long>(sql));

    private void Change(string sql) => _rig.Folder.Database.Write((connection, transaction) => connection.Execute(sql, new { At = _rig.Now.AddDays(-2000).ToUnixTimeMilliseconds() }, transaction));
}
