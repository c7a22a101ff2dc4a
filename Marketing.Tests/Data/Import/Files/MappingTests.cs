using System.Text;
using Marketing.Data;

namespace Marketing.Tests.Data.Import.Files;

public sealed class MappingTests : IDisposable
{
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_mapping_is_renamed_unless_the_name_is_taken_or_no_name()
    {
        await SaveAsync("CRM");
        await SaveAsync("Newsletter");
        var mappings = _rig.Shop.Mappings;
        Assert.Equal(MappingRename.Taken, await mappings.RenameAsync("CRM", "Newsletter", "Ada", default));
        Assert.Equal(MappingRename.BadName, await mappings.RenameAsync("CRM", "  ", "Ada", default));
        Assert.Equal(MappingRename.BadName, await mappings.RenameAsync("CRM", new string('x', 101), "Ada", default));
        Assert.Equal(MappingRename.Missing, await mappings.RenameAsync("Shop", "Other", "Ada", default));
        Assert.Equal(MappingRename.Renamed, await mappings.RenameAsync("CRM", " 客户 ", "Ada", default));
        Assert.Equal(["Newsletter", "客户"], (await mappings.ListAsync(default)).Select(mapping => mapping.Name));
        Assert.Equal(1L, _rig.Ask<long>("select count(*) from kernel_audit where action = 'mapping.rename'"));
    }

    [Fact]
    public async Task A_forgotten_mapping_is_not_offered_any_more()
    {
        await SaveAsync("CRM");
        Assert.Equal("CRM", (await _rig.SeenAsync("Kunde;Adresse\n7;a@x.example\n")).Mapping);
        Assert.True(await _rig.Shop.Mappings.DeleteAsync("CRM", "Ada", default));
        Assert.False(await _rig.Shop.Mappings.DeleteAsync("CRM", "Ada", default));
        Assert.Null((await _rig.SeenAsync("Kunde;Adresse\n7;a@x.example\n")).Mapping);
    }

    [Theory]
    [InlineData("customers", "Kunde;Adresse\n7;a@x.example\n")]
    [InlineData("orders", "InvoiceNo;StockCode;Quantity;InvoiceDate;UnitPrice;CustomerID\n1;A;1;2010-05-01;2.00;7\n")]
    public async Task An_import_notes_that_the_mapping_of_its_header_was_used(string kind, string text)
    {
        var plan = await _rig.PlanAsync(Encoding.UTF8.GetBytes(text), kind);
        plan = kind == "customers" ? plan with { Columns = new Dictionary<string, string> { ["customer"] = "Kunde", ["email"] = "Adresse" } } : plan;
        await _rig.Shop.Mappings.SaveAsync("CRM", text.Split('\n')[0].Split(';'), plan, default);
        Assert.Null(Assert.Single(await _rig.Shop.Mappings.ListAsync(default)).Used);
        Assert.IsType<ImportOutcome.Applied>(await _rig.RunAsync(plan));
        Assert.Equal(_rig.Shop.System.GetUtcNow(), Assert.Single(await _rig.Shop.Mappings.ListAsync(default)).Used);
    }

    private async Task SaveAsync(string name)
    {
        var plan = await _rig.PlanAsync("Kunde;Adresse\n7;a@x.example\n"u8.ToArray(), "customers");
        await _rig.Shop.Mappings.SaveAsync(name, ["Kunde", "Adresse"], plan with { Columns = new Dictionary<string, string> { ["customer"] = "Kunde", ["email"] = "Adresse" } }, default);
    }
}
