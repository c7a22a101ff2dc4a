using System.Text.Json;
using Dapper;
using Marketing.Data;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Kernel.Storage;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Customers.Duplicates;

public sealed class DuplicateCustomersTests : IDisposable
{
    private static readonly CustomerId Ann = new(1);
    private static readonly CustomerId AnnAgain = new(2);
    private static readonly CustomerId Bob = new(3);
    private static readonly string[] Untouched = ["data_orders", "data_order_lines", "data_returns", "data_events", "data_consents", "data_customers", "data_visitors", "data_decisions", "data_suppressions", "data_engagement"];
    private readonly ShopRig _shop = new();

    public DuplicateCustomersTests()
    {
        _shop.AddRegulars(12);
        Set(1, "ann@buyers.test", "Ann Whitaker");
        Set(2, "ann@buyers.test", "Ann Whittaker");
    }

    private IDuplicateCustomers Duplicates => _shop.Get<IDuplicateCustomers>();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Two_records_of_one_person_are_proposed_with_the_evidence()
    {
        var pair = Assert.Single((await Duplicates.ListAsync(new TableQuery(), default)).Items);
        Assert.Equal((Ann, AnnAgain), (pair.Survivor.Id, pair.Other.Id));
        Assert.True(pair.IsLikely);
        Assert.Equal(("email", "same"), (pair.Evidence[0].Field, pair.Evidence[0].Finding));
        Assert.Equal(4, pair.Survivor.Orders);
    }

    [Fact]
    public async Task A_merge_of_another_process_is_noticed_once_and_so_is_its_end()
    {
        var snapshots = _shop.Get<ISnapshots>();
        var renewed = 0;
        snapshots.Changed += () => renewed++;
        await Duplicates.NoticeAsync(default);
        await Duplicates.NoticeAsync(default);
        Assert.Equal((0, 12), (renewed, (await snapshots.CurrentAsync(default)).Customers.Count));
        Assert.Single((await Duplicates.ListAsync(new TableQuery(), default)).Items);

        using var other = new Database(_shop.Folder.Folder);
        var store = new DataDuplicatesStore(other);
        var merge = await store.MergeAsync(Ann, AnnAgain, "command line", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 0.9, [], default);
        Assert.Equal(12, (await snapshots.CurrentAsync(default)).Customers.Count);
        await Duplicates.NoticeAsync(default);
        await Duplicates.NoticeAsync(default);
        Assert.Equal((1, 11), (renewed, (await snapshots.CurrentAsync(default)).Customers.Count));
        Assert.Empty((await Duplicates.ListAsync(new TableQuery(), default)).Items);

        Assert.True(await store.UndoAsync(merge!.Id, "command line", DateTimeOffset.UnixEpoch, default));
        await Duplicates.NoticeAsync(default);
        Assert.Equal((2, 12), (renewed, (await snapshots.CurrentAsync(default)).Customers.Count));

        // What is merged here is known already.
        await MergeAsync(Ann, AnnAgain);
        await Duplicates.NoticeAsync(default);
        Assert.Equal(3, renewed);
    }

    [Fact]
    public async Task A_merged_pair_is_one_customer_everywhere_and_taking_it_back_leaves_nothing_behind()
    {
        var (rows, before) = (Dump(), await SnapshotAsync());
        var merge = await MergeAsync(Ann, AnnAgain);
        var shop = await TakeAsync();
        Assert.Equal((12 - 1, 48), (shop.Customers.Count, shop.Orders.Count));
        Assert.Equal(8, shop.Orders.Customer.Count(customer => customer == shop.Customers.IndexOf(Ann)));
        Assert.Equal(-1, shop.Customers.IndexOf(AnnAgain));
        var records = _shop.Get<ICustomerRecords>();
        Assert.Equal(Ann, (await records.FindAsync(AnnAgain, default))!.Id);
        Assert.Equal(Ann, (await records.FindByKeyAsync("2", default))!.Id);
        Assert.Equal(Ann, Assert.Single(await records.ReadAsync([AnnAgain], default)).Value.Id);
        Assert.Equal([Ann], await records.SearchAsync("ann@buyers", false, 10, default));
        Assert.Equal(8, (await records.TimelineAsync(Ann, new TableQuery(Take: 100), default)).Items.Count(entry => entry.Kind == "order"));
        Assert.Empty((await Duplicates.ListAsync(new TableQuery(), default)).Items);

        Assert.True(await Duplicates.UndoAsync(merge.Id, "Ada", default));
        Assert.Equal(rows, Dump());
        Assert.Equal(before, await SnapshotAsync());
        Assert.False(await Duplicates.UndoAsync(merge.Id, "Ada", default));
        Assert.NotNull(Assert.Single((await Duplicates.MergesAsync(new TableQuery(), default)).Items).Undone);
    }

    [Fact]
    public async Task Merges_of_merged_records_can_be_taken_back_in_any_order()
    {
        var rows = Dump();
        var first = await MergeAsync(AnnAgain, Bob);
        var second = await MergeAsync(Ann, AnnAgain);
        Assert.Equal(Ann, (await FindAsync(Bob)).Id);
        Assert.True(await Duplicates.UndoAsync(first.Id, "Ada", default));
        Assert.Equal((Bob, Ann), ((await FindAsync(Bob)).Id, (await FindAsync(AnnAgain)).Id));
        Assert.True(await Duplicates.UndoAsync(second.Id, "Ada", default));
        Assert.Equal(rows, Dump());

        first = await MergeAsync(AnnAgain, Bob);
        second = await MergeAsync(Ann, AnnAgain);
        Assert.True(await Duplicates.UndoAsync(second.Id, "Ada", default));
        Assert.Equal((AnnAgain, Ann), ((await FindAsync(Bob)).Id, (await FindAsync(Ann)).Id));
        Assert.True(await Duplicates.UndoAsync(first.Id, "Ada", default));
        Assert.Equal(rows, Dump());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_consent_withdrawn_on_either_record_stays_withdrawn_until_the_person_agrees_anew(long withdrawn)
    {
        _shop.Withdraw(withdrawn);
        _shop.Folder.Clock.Advance(TimeSpan.FromHours(1));
        Agree(3 - withdrawn);
        _shop.Folder.Clock.Advance(TimeSpan.FromHours(1));
        var merge = await MergeAsync(Ann, AnnAgain);
        Assert.False((await FindAsync(Ann)).MailConsent);
        Assert.False(await SnapshotConsentAsync());

        _shop.Folder.Clock.Advance(TimeSpan.FromHours(1));
        Agree(2);
        Assert.True((await FindAsync(Ann)).MailConsent);
        Assert.True(await SnapshotConsentAsync());

        _shop.Folder.Clock.Advance(TimeSpan.FromHours(1));
        _shop.Withdraw(2);
        Assert.False((await FindAsync(Ann)).MailConsent);
        Assert.False(await SnapshotConsentAsync());
        Assert.True(await Duplicates.UndoAsync(merge.Id, "Ada", default));
        Assert.Equal(withdrawn != 1, (await FindAsync(Ann)).MailConsent);
    }

    [Fact]
    public async Task A_pair_that_somebody_keeps_apart_stays_apart_until_it_is_proposed_again()
    {
        Assert.True(await Duplicates.KeepApartAsync(AnnAgain, Ann, "Ada", default));
        Assert.False(await Duplicates.KeepApartAsync(Ann, AnnAgain, "Ada", default));
        await _shop.RestartAsync();
        Assert.Equal(0, (await Duplicates.ListAsync(new TableQuery(), default)).Total);
        Assert.IsType<MergeOutcome.Refused>(await Duplicates.MergeAsync(Ann, AnnAgain, "Ada", default));
        Assert.Equal((Ann, AnnAgain, "Ada"), Apart(Assert.Single((await Duplicates.DistinctAsync(new TableQuery(), default)).Items)));

        // Also when one of the two has become part of another record.
        var merge = await MergeAsync(Bob, AnnAgain);
        Assert.Equal(0, (await Duplicates.ListAsync(new TableQuery(), default)).Total);
        Assert.IsType<MergeOutcome.Refused>(await Duplicates.MergeAsync(Ann, Bob, "Ada", default));
        Assert.True(await Duplicates.UndoAsync(merge.Id, "Ada", default));
        Assert.True(await Duplicates.ProposeAgainAsync(Ann, AnnAgain, "Ada", default));
        Assert.Equal(1, (await Duplicates.ListAsync(new TableQuery(), default)).Total);
    }

    [Fact]
    public async Task A_record_that_is_not_there_or_is_merged_already_is_refused()
    {
        Assert.IsType<MergeOutcome.Refused>(await Duplicates.MergeAsync(Ann, Ann, "Ada", default));
        Assert.IsType<MergeOutcome.Refused>(await Duplicates.MergeAsync(Ann, new CustomerId(999), "Ada", default));
        await MergeAsync(Ann, AnnAgain);
        Assert.IsType<MergeOutcome.Refused>(await Duplicates.MergeAsync(Bob, AnnAgain, "Ada", default));
        Assert.IsType<MergeOutcome.Refused>(await Duplicates.MergeAsync(AnnAgain, Bob, "Ada", default));
    }

    [Fact]
    public async Task Erasing_a_person_erases_every_record_and_erased_records_are_never_proposed()
    {
        var merge = await MergeAsync(Ann, AnnAgain);
        Assert.NotNull(await _shop.Get<IPrivacy>().EraseAsync(AnnAgain, "Ada", default));
        Assert.Equal(2, Count("select count(*) from data_customers where id in (1, 2) and erased_at is not null and email is null and name is null"));
        Assert.False(await Duplicates.UndoAsync(merge.Id, "Ada", default));
        Assert.Equal(0, (await Duplicates.ListAsync(new TableQuery(), default)).Total);
    }

    [Fact]
    public async Task Every_step_is_in_the_audit_log_without_personal_data()
    {
        var merge = await MergeAsync(Ann, AnnAgain);
        await Duplicates.UndoAsync(merge.Id, "Ada", default);
        await Duplicates.KeepApartAsync(Ann, AnnAgain, "Ada", default);
        var entries = (await _shop.Get<IAuditLog>().ListAsync(new TableQuery(Take: 100), default)).Items;
        Assert.Equal(["customer.keep-apart", "customer.unmerge", "customer.merge"], entries.Select(entry => entry.Action));
        Assert.DoesNotContain("Whit", JsonSerializer.Serialize(entries) + Text("select evidence from data_customer_merges"));
    }

    private static (CustomerId, CustomerId, string) Apart(DistinctPair pair) => (pair.First, pair.Second, pair.Actor);

    private async Task<CustomerMerge> MergeAsync(CustomerId survivor, CustomerId merged) =>
        Assert.IsType<MergeOutcome.Merged>(await Duplicates.MergeAsync(survivor, merged, "Ada", default)).Merge;

    private async Task<CustomerRecord> FindAsync(CustomerId id) => (await _shop.Get<ICustomerRecords>().FindAsync(id, default))!;

    private Task<ShopSnapshot> TakeAsync() => _shop.Get<ISnapshots>().TakeAsync(_shop.Now.AddDays(1), default);

    private async Task<bool> SnapshotConsentAsync()
    {
        var shop = await TakeAsync();
        return shop.Customers.MailConsent[shop.Customers.IndexOf(Ann)];
    }

    // A lead time that is not known is no number.
    private static readonly JsonSerializerOptions _withUnknowns = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private async Task<string> SnapshotAsync() => JsonSerializer.Serialize(await TakeAsync(), _withUnknowns);

    // Every stored value of every table that holds facts of customers.
    private string Dump() => _shop.Folder.Database.Read(connection => string.Join('\n', Untouched.Select(table =>
        JsonSerializer.Serialize(connection.Query($"select * from {table} order by 1, 2").Select(row => new Dictionary<string, object?>((IDictionary<string, object?>)row))))));

    private long Count(string sql) => _shop.Folder.Database.Read(connection => connection.ExecuteScalar<long>(sql));

    private string Text(string sql) => _shop.Folder.Database.Read(connection => connection.ExecuteScalar<string>(sql)!);

    private void Set(long id, string email, string name) => _shop.Folder.Database.Write((connection, transaction) =>
        connection.Execute("update data_customers set email = @email, name = @name where id = @id", new { id, email, name }, transaction));

    private void Agree(long customer) => _shop.Folder.Database.Write((connection, transaction) => connection.Execute(
        "insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated) values (@customer, @Purpose, @Channel, 1, @At, 'form', 'v2', 0)",
        new { customer, Purpose = ConsentPurposes.Marketing, Channel = ConsentChannels.Mail, At = _shop.Now },
        transaction));
}
