using Dapper;
using Marketing.Data;
using Marketing.Data.Privacy;
using Marketing.Kernel;
using Marketing.Tests.Data.Intake;

namespace Marketing.Tests.Data.Privacy;

/// <summary>A person who was erased arrives under another number, by every way in.</summary>
public sealed class ReturningPeopleTests : IDisposable
{
    private const string Mail = "ann@person.test";
    private const string Phone = "+41 79 555 12 34";
    private readonly IntakeRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(" Ann@Person.TEST ", null, "email")]
    [InlineData(null, "0041 (79) 5551234", "phone")]
    [InlineData("ann@person.test", "other phone", "email")]
    public async Task An_address_or_telephone_of_an_erased_person_does_not_come_back_under_another_number(string? mail, string? phone, string field)
    {
        await EraseAsync();
        var refused = Assert.IsType<ItemOutcome.Rejected>(await TakeAsync(Customer("n2") with { Email = mail, Phone = phone }));
        Assert.Equal(field, refused.Field);
        Assert.Contains("erased", refused.Reason);
        Assert.Equal(0, Read("select count(*) from data_customers where key = 'n2'"));
    }

    [Fact]
    public async Task A_telephone_does_not_keep_out_somebody_with_another_address_or_a_customer_who_is_known()
    {
        await TakeAsync(Customer("partner"));
        await EraseAsync();
        Assert.IsType<ItemOutcome.Accepted>(await TakeAsync(Customer("n2") with { Email = "bob@person.test", Phone = Phone }));
        Assert.IsType<ItemOutcome.Accepted>(await TakeAsync(Customer("partner") with { Phone = Phone }));
    }

    [Fact]
    public async Task An_older_order_with_the_address_is_refused_and_a_later_one_makes_a_new_customer()
    {
        await EraseAsync();
        var old = _rig.Order("o1", customer: "n2") with { Email = Mail };
        Assert.Equal("email", Assert.IsType<ItemOutcome.Rejected>(await _rig.TakeAsync(old)).Field);
        Assert.Equal("email", Assert.IsType<ItemOutcome.Rejected>(await _rig.TakeAsync(old with { Customer = null })).Field);
        _rig.Shop.Folder.Clock.Advance(TimeSpan.FromDays(1));
        Assert.IsType<ItemOutcome.Rejected>(await TakeAsync(Customer("n2") with { Email = Mail }));
        Assert.IsType<ItemOutcome.Accepted>(await _rig.TakeAsync(_rig.Order("o2", customer: "n2") with { Email = Mail }));
        Assert.IsType<ItemOutcome.Accepted>(await TakeAsync(Customer("n2") with { Email = Mail, Name = "Ann" }));
        Assert.Equal(1, Read("select count(*) from data_customers where key = 'n2' and email = 'ann@person.test'"));
    }

    [Fact]
    public async Task A_yes_after_the_erasure_makes_a_new_customer_of_the_same_number_and_older_facts_stay_out()
    {
        await EraseAsync();
        var old = _rig.Event("e1", customer: "n1");
        _rig.Shop.Folder.Clock.Advance(TimeSpan.FromDays(1));
        Assert.IsType<ItemOutcome.Rejected>((await _rig.TakeAsync(_rig.Event("e2", customer: "n1")))[0]);
        Assert.IsType<ItemOutcome.Rejected>(await TakeAsync(Consent("n1") with { Granted = false }));
        Assert.IsType<ItemOutcome.Accepted>(await TakeAsync(Consent("n1")));
        Assert.IsType<ItemOutcome.Accepted>((await _rig.TakeAsync(_rig.Event("e3", customer: "n1")))[0]);
        Assert.IsType<ItemOutcome.Rejected>((await _rig.TakeAsync(old))[0]);
    }

    [Fact]
    public async Task A_registration_after_the_erasure_makes_a_new_customer_and_an_older_one_does_not()
    {
        await EraseAsync();
        Assert.IsType<ItemOutcome.Rejected>(await TakeAsync(Customer("n2") with { Email = Mail, Created = _rig.Now }));
        Assert.IsType<ItemOutcome.Accepted>(await TakeAsync(Customer("n2") with { Email = Mail, Created = _rig.Now.AddSeconds(1) }));
    }

    [Fact]
    public async Task Files_are_held_to_the_list_and_nothing_of_a_refused_row_is_kept()
    {
        await EraseAsync();
        var summary = await FileAsync("customers", $"customer,email,name\nn2,{Mail},Ann Person\nn3,bob@person.test,Bob\nn1,,Ann Person\n");
        Assert.Equal((3, 1, 2), (summary.Rows, summary.Lines, summary.Rejected));
        Assert.Equal(0, Read("select count(*) from data_customers where key in ('n1', 'n2')"));
        Assert.Equal(2, Read("select count(*) from data_import_issues where rule = 'erased-person' and value = '' and text = ''"));
        Assert.Equal(0, Read("select count(*) from data_staged_customers where name like '%Ann%'"));
    }

    [Fact]
    public async Task Returns_in_files_become_returns_of_nobody_and_a_later_yes_brings_the_person_back()
    {
        await EraseAsync();
        await FileAsync("returns", $"return,at,email,product,quantity,price\nr1,2024-02-01 10:00,{Mail},CUP,2,3.00\n");
        Assert.Equal(1, Read("select count(*) from data_returns where customer_id is null and quantity = 2"));
        _rig.Shop.Folder.Clock.Advance(TimeSpan.FromDays(2));
        var summary = await FileAsync("consents", $"email,purpose,granted,at\n{Mail},marketing,yes,2024-02-01 10:00\n{Mail},marketing,yes,2024-03-02 10:00\n{Mail},profiling,no,2024-03-02 10:00\n");
        Assert.Equal((2, 1), (summary.Lines, summary.Rejected));
        Assert.Equal(2, Read("select count(*) from data_consents c join data_customers k on k.id = c.customer_id where k.key = 'ann@person.test'"));
    }

    [Fact]
    public async Task Orders_in_files_that_know_customers_by_their_address_are_sales_to_nobody_up_to_the_erasure()
    {
        await EraseAsync();
        _rig.Shop.Folder.Clock.Advance(TimeSpan.FromDays(2));
        await OrdersAsync($"X1,P1,Cup,2,2024-02-01 10:00,3.50,{Mail},France\nX2,P1,Cup,1,2024-03-02 10:00,3.50,{Mail},France\n");
        Assert.Equal(1, Read("select count(*) from data_orders where number = 'X1' and customer_id is null"));
        Assert.Equal(1, Read("select count(*) from data_orders o join data_customers c on c.id = o.customer_id where o.number = 'X2' and c.key = 'ann@person.test'"));
        Assert.Equal(0, await _rig.Shop.Get<IPrivacy>().ResumeAsync(default));
    }

    [Fact]
    public async Task A_backup_that_knows_the_person_under_another_number_loses_the_person_at_start()
    {
        await EraseAsync();
        Change("insert into data_customers (key, country, email, simulated) values ('n2', '', 'ann@person.test', ''), ('n3', '', null, '')");
        Change("update data_customers set phone = '+41795551234' where key = 'n3'");
        Change("delete from data_erased");
        await _rig.Shop.RestartAsync();
        Assert.Equal(1, await _rig.Shop.Get<IPrivacy>().ResumeAsync(default));
        Assert.Equal(0, Read("select count(*) from data_customers where email = 'ann@person.test'"));
        Assert.Equal(1, Read("select count(*) from data_customers where key = 'n3'"));
        Assert.Equal(0, await _rig.Shop.Get<IPrivacy>().ResumeAsync(default));
    }

    [Fact]
    public async Task Who_came_back_stays_at_the_next_start_and_can_be_erased_again()
    {
        await EraseAsync();
        _rig.Shop.Folder.Clock.Advance(TimeSpan.FromDays(1));
        var again = _rig.Order("o2", customer: "n1") with { Email = Mail };
        Assert.IsType<ItemOutcome.Accepted>(await _rig.TakeAsync(again));
        await _rig.Shop.RestartAsync();
        Assert.Equal(0, await _rig.Shop.Get<IPrivacy>().ResumeAsync(default));
        Assert.NotNull(await EraseAsync("n1"));
        Assert.IsType<ItemOutcome.Rejected>(await _rig.TakeAsync(again with { Id = "o3" }));
    }

    [Fact]
    public async Task Who_came_back_stays_when_retention_has_taken_the_order_by_which_that_was_seen()
    {
        await EraseAsync();
        _rig.Shop.Folder.Clock.Advance(TimeSpan.FromDays(1));
        await _rig.TakeAsync(_rig.Order("o2", customer: "n1") with { Email = Mail });
        await _rig.TakeAsync(_rig.Order("o3", customer: "bob") with { Email = "bob@person.test" });
        _rig.Shop.Folder.Clock.Advance(TimeSpan.FromDays(800));
        await _rig.Shop.Get<IRetention>().SetAsync(new RetentionDraft("orders", 400), "Ada", default);
        await _rig.Shop.Get<IRetention>().RunAsync("Ada", null, default);
        Assert.Equal(2, Read("select count(*) from data_orders where customer_id is null"));
        Assert.Equal(1, Read("select count(*) from data_customers where returned_at is not null"));
        Assert.IsType<ItemOutcome.Accepted>(await TakeAsync(Customer("n1") with { Email = Mail, Name = "Ann" }));
        Change("delete from data_erased");
        await _rig.Shop.RestartAsync();
        Assert.Equal(0, await _rig.Shop.Get<IPrivacy>().ResumeAsync(default));
        Assert.NotNull(await EraseAsync("n1"));
        Assert.IsType<ItemOutcome.Rejected>(await TakeAsync(Customer("n1") with { Email = Mail }));
    }

    [Fact]
    public async Task Records_with_the_same_address_go_together_and_the_receipt_counts_the_hashes()
    {
        await TakeAsync(Customer("n2") with { Email = Mail });
        var request = (await EraseAsync())!.Value;
        Assert.Equal(0, Read("select count(*) from data_customers where erased_at is null"));
        var kept = Assert.Single(await _rig.Shop.Get<IPrivacy>().ReceiptAsync(request, default), line => line.Part == "erase list");
        Assert.Equal(3, kept.Count);
    }

    [Fact]
    public async Task Erased_anew_after_a_restore_the_person_is_erased_as_of_the_first_time()
    {
        await EraseAsync();
        var first = Read("select max(at) from data_erased");
        var lines = await File.ReadAllTextAsync(Path.Combine(_rig.Shop.Folder.Folder.Root, "erased.keys"));
        _rig.Shop.Folder.Clock.Advance(TimeSpan.FromDays(60));
        Change("insert into data_customers (key, country, email, simulated) values ('n1', '', 'ann@person.test', ''); delete from data_erased");
        await _rig.Shop.RestartAsync();
        Assert.Equal(1, await _rig.Shop.Get<IPrivacy>().ResumeAsync(default));
        Assert.Equal(first, Read("select max(at) from data_erased"));
        Assert.Equal(lines, await File.ReadAllTextAsync(Path.Combine(_rig.Shop.Folder.Folder.Root, "erased.keys")));
        await OrdersAsync($"X9,P1,Cup,1,2024-04-02 10:00,3.50,{Mail},France\n");
        Assert.Equal(1, Read("select count(*) from data_orders o join data_customers c on c.id = o.customer_id where o.number = 'X9'"));
    }

    [Fact]
    public async Task What_a_browser_of_the_person_did_until_the_erasure_is_not_taken_by_any_way_in()
    {
        await TakeAsync(Customer("n1"));
        await _rig.Intake.IdentifyAsync(IntakeRig.Sender, "v1", "n1", default);
        await EraseAsync("n1");
        var old = _rig.Event("e1", visitor: "v1");
        Assert.Equal("visitor", Assert.IsType<ItemOutcome.Rejected>((await _rig.TakeAsync(old))[0]).Field);
        Assert.IsType<ItemOutcome.Accepted>((await _rig.TakeAsync(_rig.Event("e2", visitor: "v2")))[0]);
        var events = $"event id,event type,timestamp,visitor id\n{string.Join('\n', new[] { "v1", "v2" }.Select(browser => $"f-{browser},view,{old.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'},{browser}"))}\n";
        await FileAsync("events", events);
        Assert.Equal(0, Read("select count(*) from data_visitors where key = 'v1'"));
        Assert.Equal(2, Read("select count(*) from data_events"));
    }

    [Fact]
    public async Task The_list_and_its_file_hold_no_name_in_the_clear()
    {
        await EraseAsync();
        var file = await File.ReadAllTextAsync(Path.Combine(_rig.Shop.Folder.Folder.Root, "erased.keys"));
        Assert.DoesNotContain("ann", file, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("5551234", file);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(_rig.Shop.Folder.Folder.Root, "erased.keys")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal(3, Read("select count(*) from data_erased where length(hash) = 32 and length(salt) = 32"));
    }

    [Fact]
    public async Task A_line_of_the_file_that_was_torn_or_typed_is_passed_over()
    {
        await EraseAsync();
        await File.AppendAllTextAsync(Path.Combine(_rig.Shop.Folder.Folder.Root, "erased.keys"), $"{new string('x', 64)} {new string('0', 64)} 17\n{new string('0', 64)} {new string('0', 64)} 999999999999999999\n{new string('0', 64)}\n");
        Change("delete from data_erased");
        await _rig.Shop.RestartAsync();
        await _rig.Shop.Get<IPrivacy>().ResumeAsync(default);
        Assert.Equal(3, Read("select count(*) from data_erased"));
    }

    [Fact]
    public void A_number_that_looks_like_a_telephone_is_another_name_than_the_telephone()
    {
        var list = EraseList.Of(EraseList.Keys(new byte[32], [new ErasedName("41795551234", null, null)], DateTimeOffset.UnixEpoch));
        Assert.Equal(0, list.NumberAt("41795551234"u8));
        Assert.Null(list.PhoneAt("41795551234"));
        Assert.Null(EraseList.Of(EraseList.Keys(new byte[32], [new ErasedName(null, null, "12-34")], DateTimeOffset.UnixEpoch)).PhoneAt("1234"));
    }

    private static CustomerItem Customer(string id) => new(id, null, null, null, null, null, null, null, null, null);

    private ConsentItem Consent(string customer) => new(customer, ConsentPurposes.Marketing, ConsentChannels.Mail, true, _rig.Now, "checkout", "v1", "consent");

    private async Task<ItemOutcome> TakeAsync(CustomerItem item) => (await _rig.Intake.TakeAsync(IntakeRig.Sender, [item], default))[0];

    private async Task<ItemOutcome> TakeAsync(ConsentItem item) => (await _rig.Intake.TakeAsync(IntakeRig.Sender, [item], default))[0];

    private async Task<long?> EraseAsync()
    {
        await TakeAsync(Customer("n1") with { Email = Mail, Phone = Phone });
        return await EraseAsync("n1");
    }

    private Task<long?> EraseAsync(string key) => _rig.Shop.Get<IPrivacy>().EraseAsync(new CustomerId(Read($"select id from data_customers where key = '{key}'")), "ada", default);

    private async Task<ImportSummary> FileAsync(string kind, string text)
    {
        var files = _rig.Shop.Get<IFileImports>();
        var path = await WriteAsync(text);
        var look = Assert.IsType<LookOutcome.Seen>(await files.LookAsync(path, "file.csv", null, kind, default)).Look;
        var job = await files.EnqueueAsync(new ImportPlan(path, "file.csv", "Ada", kind, look.Form, look.Columns), owned: false, default);
        return Assert.IsType<ImportOutcome.Applied>(await files.RunAsync(job.Id, null, default)).Summary;
    }

    private async Task OrdersAsync(string rows)
    {
        var path = await WriteAsync("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n" + rows);
        Assert.IsType<ImportOutcome.Applied>(await _rig.Shop.Get<IImports>().ImportOrdersAsync(new OrderFile(path, "orders.csv", "Ada"), null, default));
    }

    private async Task<string> WriteAsync(string text)
    {
        var path = Path.Combine(_rig.Shop.Folder.Folder.Root, $"{Guid.NewGuid():N}.csv");
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private void Change(string sql) => _rig.Shop.Folder.Database.Write((connection, transaction) => connection.Execute(sql, transaction: transaction));

    private long Read(string sql) => _rig.Shop.Folder.Database.Read(connection => connection.ExecuteScalar<long>(sql));
}
