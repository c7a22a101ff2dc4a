using Marketing.Tests.Data.Import.Files;

namespace Marketing.Tests.Data.Import;

public sealed class RuleWorkTests : IDisposable
{
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_import_tells_what_was_made_of_the_first_rows_of_each_change()
    {
        var summary = await _rig.Shop.AppliedAsync("1,20001,LAMP,1,2010-05-01,1.50,17,France", "1,20002,LAMP,1,2010-05-01,1.505,18,France", "1,20003,LAMP,1,2010-05-01,2.50,18,France", "2,20004,LAMP,none,2010-05-01,2.50,19,France", "3,20004,LAMP,1,2010-05-01,2.50,,France");
        var work = (await _rig.Shop.Imports.WorkAsync(summary.Id, 1, default)).ToDictionary(rule => rule.Count.Rule);
        Assert.Equal(2, work["other-customer-in-order"].Count.Rows);
        var other = Assert.Single(work["other-customer-in-order"].First);
        Assert.Equal((3L, "CustomerID", "18", "17"), (other.Row, other.Column, other.Value, other.Made));
        Assert.StartsWith("The row names another customer", other.Why);
        var rounded = Assert.Single(work["price-rounded"].First);
        Assert.Equal(("1.505", "1.50"), (rounded.Value, rounded.Made));
        Assert.Null(Assert.Single(work["unreadable-quantity"].First).Made);
        Assert.Empty(work["no-customer"].First);
    }

    [Fact]
    public async Task So_does_one_of_another_kind()
    {
        var summary = await _rig.AppliedAsync("sku,name,price,url\nA,Cup,1.005,https://x.example/a\nB,Pot,2.00,x.example\n,Pan,2.00,\n", "products");
        var work = (await _rig.Shop.Imports.WorkAsync(summary.Id, 3, default)).ToDictionary(rule => rule.Count.Rule);
        Assert.Equal(["missing-value", "price-rounded", "unreadable-address"], work.Keys.Order());
        Assert.Equal("1", Assert.Single(work["price-rounded"].First).Made);
        Assert.Equal("x.example", Assert.Single(work["unreadable-address"].First).Value);
    }
}
