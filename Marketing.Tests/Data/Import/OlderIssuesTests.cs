using Dapper;
using Marketing.Kernel.Storage;

namespace Marketing.Tests.Data.Import;

/// <summary>What an earlier version wrote before the reason stands by itself after the migration.</summary>
public sealed class OlderIssuesTests : IDisposable
{
    private readonly ImportRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(false, "17")]
    [InlineData(true, null)]
    public async Task What_was_made_moves_out_of_the_reason_and_customers_go_where_somebody_was_erased(bool erased, string? customer)
    {
        var import = await _rig.AppliedAsync("1,20001,LAMP,1,2010-05-01,1.50,17,France");
        Change("alter table data_import_issues drop column made");
        Change("delete from kernel_migrations where name like '0041%'");
        Change($"""
            insert into data_import_issues (import_id, row, position, column_name, value, rule, effect, reason, text) values
                ({import.Id.Value}, 2, 0, 'CustomerID', '18', 'other-customer-in-order', 'change', '17 was taken instead. The row names another.', 'a'),
                ({import.Id.Value}, 3, 0, 'CustomerID', '18', 'other-customer-in-order', 'change', 'no customer was taken instead. The row names another.', 'b'),
                ({import.Id.Value}, 4, 0, 'Status', 'gone', 'unknown-status', 'change', 'done was taken instead. It counts as done.', 'c'),
                ({import.Id.Value}, 5, 0, 'UnitPrice', '1.505', 'price-rounded', 'change', '1.50 was taken instead. Rounded.', 'd'),
                ({import.Id.Value}, 6, 0, 'CustomerID', '', 'other-customer-in-order', 'change', '17 was taken instead. The row names another.', ''),
                ({import.Id.Value}, 7, 0, 'Quantity', 'x', 'unreadable-quantity', 'reject', 'No number.', 'e')
            """);
        if (erased)
        {
            Change("insert into data_erased (salt, hash, at) values (x'01', x'02', 0)");
        }

        Assert.Equal(["0041_what_imports_made_of_values"], new Migrator(_rig.Database, _rig.System).Migrate());
        Assert.Equal(
            [(customer, "The row names another."), ("", "The row names another."), (null, "It counts as done."), ("1.50", "Rounded."), (null, "The row names another."), (null, "No number.")],
            (await _rig.IssuesAsync(import.Id)).Select(issue => (issue.Made, issue.Reason)));
    }

    private void Change(string sql) => _rig.Database.Write((connection, transaction) => connection.Execute(sql, transaction: transaction));
}
