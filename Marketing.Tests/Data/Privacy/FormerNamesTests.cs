using System.IO.Compression;
using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Data.Intake;

namespace Marketing.Tests.Data.Privacy;

/// <summary>What customers were known by before, in a file or to a sender, when they want to be forgotten.</summary>
public sealed class FormerNamesTests : IDisposable
{
    private const string Before = "ann@person.test";
    private const string Now = "ann2@person.test";
    private readonly IntakeRig _rig = new();

    private IPrivacy Privacy => _rig.Shop.Get<IPrivacy>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_address_that_a_later_row_of_the_file_replaced_leads_to_the_record_that_has_it()
    {
        await ImportAsync("customers", $"id,email,created\n7,{Before},2009-01-01\n7,{Now},2009-01-01\n8,{Before.ToUpperInvariant()},never\n");
        await ImportAsync("consents", $"email,purpose,granted,date,channel\n{Before},marketing,no,2009-01-01,mail\n");
        var reach = (await Privacy.PreviewErasureAsync(Id("7"), default))!;
        Assert.Equal((1, 1), (reach.Records, reach.Further));
        Assert.Equal([Before], reach.FurtherNumbers);

        await Privacy.EraseAsync(Id("7"), "Ada", allWithAddress: true, default);
        Assert.Equal(0, Read("select count(*) from data_customers where erased_at is null"));
        Assert.Equal(0, Read("select count(*) from data_former_names"));
        Assert.Equal(0, Read("select count(*) from data_consents"));
        Assert.Equal(0, Read("select count(*) from data_import_issues where value like '%ann@%' or text like '%ann@%'"));
    }

    [Fact]
    public async Task The_record_of_the_former_address_leads_to_the_customer_who_had_it()
    {
        await ImportAsync("customers", $"id,email\n7,{Before}\n7,{Now}\n");
        await ImportAsync("consents", $"email,purpose,granted,date,channel\n{Before},marketing,no,2009-01-01,mail\n");
        Assert.Equal(["7"], (await Privacy.PreviewErasureAsync(Id(Before), default))!.FurtherNumbers);
    }

    [Fact]
    public async Task What_a_sender_replaced_is_looked_for_exported_and_forgotten()
    {
        await TakeAsync("7", Before, "Ann Quist");
        await TakeAsync("7", Now, "Ann Newname");
        Change("insert into data_quarantine (import_id, item_kind, item_id, field, reason, item, received_at, state) values (1, 'customer', 'x', 'email', 'x', '{\"name\":\"Ann Quist\"}', 0, 1)");
        var text = await ExportAsync("7");
        Assert.All((string[])[Before, "Ann Quist"], word => Assert.Contains(word, text));

        await Privacy.EraseAsync(Id("7"), "Ada", default);
        Assert.Equal(0, Read("select count(*) from data_quarantine"));
        Assert.Equal(0, Read("select count(*) from data_former_names"));
        Assert.IsType<ItemOutcome.Rejected>(await TakeAsync("9", Before, null));
    }

    [Fact]
    public async Task What_a_sender_took_away_is_looked_for_exported_and_forgotten()
    {
        await TakeAsync("7", Before, "Ann Quist");
        var without = new CustomerItem("7", null, null, null, null, null, null, null, null, null) { Removed = ["email", "name"] };
        Assert.IsType<ItemOutcome.Accepted>((await _rig.Intake.TakeAsync(IntakeRig.Sender, [without], default))[0]);
        Assert.Equal(1, Read("select count(*) from data_customers where key = '7' and email is null and name is null"));
        var text = await ExportAsync("7");
        Assert.All((string[])[Before, "Ann Quist"], word => Assert.Contains(word, text));
        await Privacy.EraseAsync(Id("7"), "Ada", default);
        Assert.Equal(0, Read("select count(*) from data_former_names"));
        Assert.IsType<ItemOutcome.Rejected>(await TakeAsync("9", Before, null));
    }

    [Fact]
    public async Task An_address_that_was_written_down_by_mistake_stays_with_its_owner()
    {
        await TakeAsync("7", Before, "Ann Quist");
        await TakeAsync("7", Now, null);
        await TakeAsync("8", Before, "Ann Other");
        await Privacy.EraseAsync(Id("7"), "Ada", default);
        Assert.Equal(1, Read($"select count(*) from data_customers where key = '8' and email = '{Before}' and erased_at is null"));
        Assert.IsType<ItemOutcome.Accepted>(await TakeAsync("8", Before, "Ann Othername"));
        Change("delete from data_erased");
        await _rig.Shop.RestartAsync();
        Assert.Equal(0, await Privacy.ResumeAsync(default));
    }

    [Fact]
    public async Task An_address_of_the_erased_goes_from_the_record_of_whoever_had_it_by_mistake()
    {
        await TakeAsync("7", Before, "Ann Quist");
        await TakeAsync("7", Now, null);
        await TakeAsync("8", Before, "Ann Other");
        Assert.DoesNotContain(Before, await ExportAsync("7"));
        await Privacy.EraseAsync(Id("8"), "Ada", default);
        Assert.Equal(0, Read($"select count(*) from data_former_names where text = '{Before}'"));
        Assert.DoesNotContain(Before, await ExportAsync("7"));
    }

    [Fact]
    public async Task The_same_change_within_a_file_and_in_the_next_one_is_kept_once_an_import()
    {
        await ImportAsync("customers", $"id,email\n7,{Before}\n7,{Now}\n7,{Before}\n7,{Now}\n");
        await ImportAsync("customers", $"id,email,country\n7,{Before},UK\n7,{Now},UK\n7,{Before},UK\n");
        Assert.Equal(4, Read("select count(*) from data_former_names"));
        Assert.Equal(Before, _rig.Shop.Folder.Database.Read(connection => connection.ExecuteScalar<string>("select email from data_customers where key = '7'")));
    }

    [Fact]
    public async Task What_a_file_said_that_was_taken_back_names_nobody_until_it_is_shown_again()
    {
        await TakeAsync("7", Now, "Ann Quist");
        var import = await ImportAsync("customers", "id,email,name,phone\n7,bob@person.test,Bob Other,+41795550011\n");
        var imports = _rig.Shop.Get<IImports>();
        Assert.True(await imports.UndoAsync(import, "Ada", default));
        Assert.Equal(0, Read("select count(*) from data_standing_former_names"));
        Assert.True(await imports.RedoAsync(import, "Ada", default));
        Assert.Equal(2, Read("select count(*) from data_standing_former_names"));
        Assert.True(await imports.UndoAsync(import, "Ada", default));
        await Privacy.EraseAsync(Id("7"), "Ada", default);
        Assert.IsType<ItemOutcome.Accepted>(await TakeAsync("9", "bob@person.test", "Bob Other"));
        Assert.Equal(0, Read("select count(*) from data_former_names"));
    }

    [Fact]
    public async Task The_number_of_a_customer_is_looked_for_also_where_it_is_an_address_that_another_record_has()
    {
        await TakeAsync(Now, null, null);
        await TakeAsync("42", Now, "Ann Quist");
        Change($"insert into data_quarantine (import_id, item_kind, item_id, field, reason, item, received_at, state) values (1, 'customer', '{Now}', 'email', 'x', '', 0, 1)");
        await Privacy.EraseAsync(Id(Now), "Ada", default);
        Assert.Equal(0, Read("select count(*) from data_quarantine"));
    }

    private async Task<string> ExportAsync(string key)
    {
        using var zip = new MemoryStream();
        Assert.True(await Privacy.ExportAsync(Id(key), _ => _ => null, zip, "Ada", default));
        using var archive = new ZipArchive(zip);
        using var json = new StreamReader(archive.GetEntry("data.json")!.Open());
        return await json.ReadToEndAsync();
    }

    private async Task<ItemOutcome> TakeAsync(string key, string? mail, string? name) =>
        (await _rig.Intake.TakeAsync(IntakeRig.Sender, [new CustomerItem(key, mail, null, name, null, null, null, null, null, null)], default))[0];

    private async Task<ImportId> ImportAsync(string kind, string text)
    {
        var files = _rig.Shop.Get<IFileImports>();
        var path = Path.Combine(_rig.Shop.Folder.Folder.Root, $"{kind}.csv");
        await File.WriteAllTextAsync(path, text);
        var look = Assert.IsType<LookOutcome.Seen>(await files.LookAsync(path, $"{kind}.csv", null, kind, default)).Look;
        var job = await files.EnqueueAsync(new ImportPlan(path, $"{kind}.csv", "Ada", kind, look.Form, look.Columns), owned: false, default);
        var applied = Assert.IsType<ImportOutcome.Applied>(await files.RunAsync(job.Id, null, default));
        File.Delete(path);
        return applied.Summary.Id;
    }

    private CustomerId Id(string key) => new(Read($"select id from data_customers where key = '{key}'"));

    private void Change(string sql) => _rig.Shop.Folder.Database.Write((connection, transaction) => connection.Execute(sql, transaction: transaction));

    private long Read(string sql) => _rig.Shop.Folder.Database.Read(connection => connection.ExecuteScalar<long>(sql));
}
