using Dapper;
using Marketing.Data;
using Marketing.Kernel;
using Marketing.Tests.Data.Intake;

namespace Marketing.Tests.Data.Privacy;

/// <summary>The suppressed address of an erased person is kept as a keyed hash; it holds for whoever arrives with the address as a plain one does.</summary>
public sealed class HiddenSuppressionTests : IDisposable
{
    private const string Mail = "ann@person.test";
    private readonly IntakeRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_person_who_orders_anew_is_refused_mails_and_a_yes_that_arrives_by_itself_waits()
    {
        await EraseSuppressedAsync();
        Assert.IsType<ItemOutcome.Accepted>(await _rig.TakeAsync(_rig.Order("o2", customer: "n2") with { Email = Mail }));
        Assert.Equal(1, Refusals("n2"));
        Assert.Equal("granted", Assert.IsType<ItemOutcome.Quarantined>(await YesAsync("n2")).Field);
        Assert.IsType<ItemOutcome.Accepted>(await _rig.TakeAsync(_rig.Order("o3", customer: "n3") with { Email = "bob@person.test" }));
        Assert.IsType<ItemOutcome.Accepted>(await YesAsync("n3"));
        Assert.Equal(0, Refusals("n3"));
    }

    [Fact]
    public async Task A_person_whom_a_file_of_customers_brings_back_is_refused_mails()
    {
        await EraseSuppressedAsync();
        await FileAsync("customers", $"customer,email,created\nn2,{Mail},2024-03-02\nn3,bob@person.test,2024-03-02\n");
        Assert.Equal((1, 0), (Refusals("n2"), Refusals("n3")));
    }

    [Fact]
    public async Task A_person_whom_a_file_of_answers_brings_back_has_the_refusal_and_the_newer_yes()
    {
        await EraseSuppressedAsync();
        await FileAsync("consents", $"email,purpose,granted,at\n{Mail},marketing,yes,2024-03-02 10:00\n");
        Assert.Equal(1, Refusals(Mail));
        Assert.Equal(1, Read($"select granted from data_consents k join data_customers c on c.id = k.customer_id where c.key = '{Mail}' order by k.at desc limit 1"));
    }

    [Fact]
    public async Task A_list_of_suppressions_that_is_imported_again_refuses_mails_to_whoever_came_back()
    {
        await EraseSuppressedAsync();
        await _rig.TakeAsync(_rig.Order("o2", customer: "n2") with { Email = Mail });
        await _rig.TakeAsync(_rig.Order("o3", customer: "n3") with { Email = "bob@person.test" });
        var list = await FileAsync("suppressions", $"email,reason,date\n{Mail},unsubscribed,2024-03-02\nBOB@person.test,bounced,2024-03-02\nnobody@person.test,bounced,2024-03-02\n");
        Assert.Equal(0, Read($"select count(*) from data_suppressions where address = '{Mail}'"));
        Assert.Equal(["n2", "n3"], _rig.Shop.Folder.Database.Read(connection => connection.Query<string>(
            "select c.key from data_consents k join data_customers c on c.id = k.customer_id where k.import_id = @Id and k.granted = 0 order by c.key", new { list.Id })));
    }

    // Ann is suppressed by a file, erased, and two days pass.
    private async Task EraseSuppressedAsync()
    {
        await TakeAsync(new CustomerItem("n1", Mail, null, null, null, null, null, null, null, null));
        await FileAsync("suppressions", $"email,reason,date\n{Mail},complained,2020-01-01\n");
        await _rig.Shop.Get<IPrivacy>().EraseAsync(new CustomerId(Read("select id from data_customers where key = 'n1'")), "ada", default);
        Assert.Equal(1, Read("select count(*) from data_suppressions where address like 'erased:%'"));
        _rig.Shop.Folder.Clock.Advance(TimeSpan.FromDays(2));
    }

    private async Task<ItemOutcome> TakeAsync(CustomerItem item) => (await _rig.Intake.TakeAsync(IntakeRig.Sender, [item], default))[0];

    private async Task<ItemOutcome> YesAsync(string customer) => (await _rig.Intake.TakeAsync(
        IntakeRig.Sender, [new ConsentItem(customer, ConsentPurposes.Marketing, ConsentChannels.Mail, true, _rig.Now, "checkout", "v1", "consent")], default))[0];

    private async Task<ImportSummary> FileAsync(string kind, string text)
    {
        var files = _rig.Shop.Get<IFileImports>();
        var path = Path.Combine(_rig.Shop.Folder.Folder.Root, $"{Guid.NewGuid():N}.csv");
        await File.WriteAllTextAsync(path, text);
        var look = Assert.IsType<LookOutcome.Seen>(await files.LookAsync(path, "file.csv", null, kind, default)).Look;
        var job = await files.EnqueueAsync(new ImportPlan(path, "file.csv", "Ada", kind, look.Form, look.Columns), owned: false, default);
        return Assert.IsType<ImportOutcome.Applied>(await files.RunAsync(job.Id, null, default)).Summary;
    }

    private long Refusals(string key) => Read($"select count(*) from data_consents k join data_customers c on c.id = k.customer_id where c.key = '{key}' and k.granted = 0 and k.source = 'previous tool'");

    private long Read(string sql) => _rig.Shop.Folder.Database.Read(connection => connection.ExecuteScalar<long>(sql));
}
