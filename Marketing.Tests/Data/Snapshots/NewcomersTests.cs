using Dapper;
using Marketing.Data;
using Marketing.Tests.Data.Import.Files;

namespace Marketing.Tests.Data.Snapshots;

/// <summary>Customers whom the shop knows without anything that they did.</summary>
public sealed class NewcomersTests : IDisposable
{
    private const string Orders = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task People_of_a_customer_file_are_newcomers_until_they_do_something()
    {
        await _rig.AppliedAsync("id,email,country\nC1045,a@x.example,France\nC1046,b@x.example,\n", "customers");
        var before = await NowAsync();
        Assert.Equal(["C1045", "C1046"], before.Newcomers.Key);
        Assert.Equal(["France", ""], before.Newcomers.Country);
        Assert.Equal([false, false], before.Newcomers.MailConsent);
        Assert.Equal(0, before.Customers.Count);

        await _rig.AppliedAsync(Orders + "1,A,CUP,1,2009-01-01 10:00,1.5,C1046,France\n", "orders");
        var after = await NowAsync();
        Assert.Equal(["C1045"], after.Newcomers.Key);
        Assert.Equal(["C1046"], after.Customers.Key);
        Assert.Equal(0, (await _rig.Shop.LookAsync()).Newcomers.Count);
    }

    [Fact]
    public async Task A_file_that_is_taken_back_takes_its_newcomers_along_unless_another_names_them()
    {
        var first = await _rig.AppliedAsync("id,email\n7,seven@x.example\n8,eight@x.example\n", "customers", "first.csv");
        var second = await _rig.AppliedAsync("id,name\n8,Eight\n", "customers", "second.csv");
        var bought = await _rig.AppliedAsync(Orders + "1,A,CUP,1,2009-01-01 10:00,1.5,9,France\n", "orders");
        Assert.True(await _rig.Shop.Imports.UndoAsync(first.Id, "Ada", default));
        Assert.True(await _rig.Shop.Imports.UndoAsync(bought.Id, "Ada", default));
        Assert.Equal(["8"], (await NowAsync()).Newcomers.Key);
        Assert.True(await _rig.Shop.Imports.UndoAsync(second.Id, "Ada", default));
        Assert.Empty((await NowAsync()).Newcomers.Key);
    }

    [Fact]
    public async Task Who_was_erased_or_is_read_under_another_record_is_no_newcomer()
    {
        await _rig.AppliedAsync("id,email\n7,seven@x.example\n8,eight@x.example\n9,nine@x.example\n", "customers");
        await _rig.Shop.Database.WriteAsync((connection, transaction) =>
        {
            connection.Execute("update data_customers set erased_at = 1, key = 'erased' where key = '7'", transaction: transaction);
            connection.Execute("update data_customers set merged_into = (select id from data_customers where key = '9') where key = '8'", transaction: transaction);
        });
        _rig.Shop.Snapshots.Invalidate();
        Assert.Equal(["9"], (await NowAsync()).Newcomers.Key);
    }

    private Task<ShopSnapshot> NowAsync() => _rig.Shop.Snapshots.CurrentAsync(default);
}
