using Dapper;
using Marketing.Data;
using Marketing.Kernel;

namespace Marketing.Tests.Data.Intake;

/// <summary>People with rights, as they arrive live.</summary>
public sealed class LawfulIntakeTests : IDisposable
{
    private const string Address = "ann@person.test";
    private readonly IntakeRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Somebody_who_was_erased_does_not_come_back_by_any_door()
    {
        await TakeAsync(Customer("ann"));
        await _rig.TakeAsync(_rig.Event("e1", customer: "ann"));
        await EraseAsync("ann");
        var (customers, events, orders) = (_rig.Count("data_customers"), _rig.Count("data_events"), _rig.Count("data_orders"));

        ItemOutcome[] outcomes =
        [
            await TakeAsync(Customer("ann")),
            (await _rig.TakeAsync(_rig.Event("e2", customer: "ann")))[0],
            (await _rig.TakeAsync(_rig.Event("e3", "identify", customer: "ann", product: null)))[0],
            await _rig.TakeAsync(_rig.Order("o1")),
            await TakeAsync(Consent("ann", _rig.Now)),
            await _rig.Intake.IdentifyAsync(IntakeRig.Sender, "v9", "ann", default),
            (await _rig.Intake.TakeAsync(IntakeRig.Sender, [new ReturnItem("r1", null, _rig.Now.AddHours(-1), "ann", "cup", 1, 1m, null)], default))[0],
        ];
        Assert.All(outcomes, outcome => Assert.Contains("erased", Assert.IsType<ItemOutcome.Rejected>(outcome).Reason));
        Assert.Equal((customers, events, orders), (_rig.Count("data_customers"), _rig.Count("data_events"), _rig.Count("data_orders")));
        Assert.Equal(0, Read("select count(*) from data_customers where key = 'ann'"));
        Assert.IsType<ItemOutcome.Accepted>(await TakeAsync(Customer("bob")));
    }

    [Fact]
    public async Task The_erase_list_holds_after_a_start_too()
    {
        await TakeAsync(Customer("ann"));
        await EraseAsync("ann");
        await _rig.Shop.RestartAsync();
        Assert.IsType<ItemOutcome.Rejected>(await TakeAsync(Customer("ann")));
    }

    [Fact]
    public async Task A_browser_of_an_erased_person_is_a_new_visitor()
    {
        await _rig.TakeAsync(_rig.Event("e1", visitor: "v1"));
        await _rig.Intake.IdentifyAsync(IntakeRig.Sender, "v1", "ann", default);
        await EraseAsync("ann");
        _rig.Shop.Folder.Clock.Advance(TimeSpan.FromDays(1));
        Assert.IsType<ItemOutcome.Accepted>(Assert.Single(await _rig.TakeAsync(_rig.Event("e2", visitor: "v1"))));
        Assert.Equal(0, Read("select count(*) from data_visitors where customer_id is not null"));
        Assert.Equal(1, Read("select count(*) from data_events e join data_visitors v on v.id = e.visitor_id"));
    }

    [Fact]
    public async Task A_suppressed_address_stays_refused_whoever_arrives_with_it()
    {
        await TakeAsync(Customer("known"));
        Suppress(Address);
        Assert.IsType<ItemOutcome.Accepted>(await TakeAsync(Consent("ann", _rig.Now.AddDays(-1))));
        Assert.IsType<ItemOutcome.Accepted>(await TakeAsync(Customer("ann") with { Email = " Ann@Person.test" }));
        Assert.Equal(0, Granted("ann"));
        Assert.IsType<ItemOutcome.Accepted>(await _rig.TakeAsync(_rig.Order("o1", customer: "bob") with { Email = Address }));
        Assert.Equal(0, Granted("bob"));
        await TakeAsync(Customer("ann") with { Email = Address, Name = "Ann" });
        Assert.Equal(2, Read("select count(*) from data_consents where granted = 0"));
    }

    [Fact]
    public async Task A_yes_for_a_suppressed_address_waits_until_a_person_has_looked()
    {
        await TakeAsync(Customer("known"));
        Suppress(Address);
        await TakeAsync(Customer("ann") with { Email = Address });
        Assert.IsType<ItemOutcome.Quarantined>(await TakeAsync(Consent("ann", _rig.Now)));
        Assert.Equal(0, Granted("ann"));
        Assert.IsType<ItemOutcome.Accepted>(await TakeAsync(Consent("ann", _rig.Now) with { Granted = false }));
        var quarantine = _rig.Shop.Get<IQuarantine>();
        var waiting = Assert.Single((await quarantine.ListAsync(new TableQuery(), sendersOnly: false, default)).Items);
        Assert.IsType<ItemOutcome.Accepted>(await quarantine.ReleaseAsync(waiting.Id, "ada", default));
        Assert.Equal(1, Granted("ann"));
    }

    [Theory]
    [InlineData("POSTAGE")]
    [InlineData("bank charges")]
    [InlineData("Gift_0001_20")]
    public async Task A_code_that_is_no_product_does_not_become_one(string code)
    {
        Assert.IsType<ItemOutcome.Accepted>(await _rig.TakeAsync(_rig.Order("o1", lines: [("cup", 2, 5m), (code, 1, 3m)])));
        Assert.Equal("lines", Assert.IsType<ItemOutcome.Rejected>(await _rig.TakeAsync(_rig.Order("o2", lines: [(code, 1, 3m)]))).Field);
        var back = await _rig.Intake.TakeAsync(IntakeRig.Sender, [new ReturnItem("r1", null, _rig.Now.AddHours(-1), null, code, 1, 3m, null)], default);
        Assert.Equal("product", Assert.IsType<ItemOutcome.Rejected>(Assert.Single(back)).Field);
        Assert.Equal((1, 1), (_rig.Count("data_products"), _rig.Count("data_order_lines")));
    }

    private static CustomerItem Customer(string id) => new(id, null, null, null, null, null, null, null, null, null);

    private static ConsentItem Consent(string customer, DateTimeOffset at) => new(customer, ConsentPurposes.Marketing, ConsentChannels.Mail, true, at, "checkout", "v1", "consent");

    private async Task<ItemOutcome> TakeAsync(CustomerItem item) => (await _rig.Intake.TakeAsync(IntakeRig.Sender, [item], default))[0];

    private async Task<ItemOutcome> TakeAsync(ConsentItem item) => (await _rig.Intake.TakeAsync(IntakeRig.Sender, [item], default))[0];

    private Task<long?> EraseAsync(string key) => _rig.Shop.Get<IPrivacy>().EraseAsync(new CustomerId(Read($"select id from data_customers where key = '{key}'")), "ada", default);

    // What the customer's newest answer is: 1 for yes.
    private long Granted(string key) => Read($"select granted from data_consents c join data_customers k on k.id = c.customer_id where k.key = '{key}' order by c.at desc, c.id desc limit 1");

    private void Suppress(string address) => _rig.Shop.Folder.Database.Write((connection, transaction) => connection.Execute(
        "insert into data_suppressions (address, channel, reason, at, import_id) select @address, @Mail, 'complaint', 0, min(id) from data_imports",
        new { address, ConsentChannels.Mail },
        transaction));

    private long Read(string sql) => _rig.Shop.Folder.Database.Read(connection => connection.ExecuteScalar<long>(sql));
}
