using System.Globalization;
using System.Text;
using Dapper;
using Marketing.Data;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Strategy;
using Marketing.Tests.Support;

namespace Marketing.Tests.Data.Privacy;

/// <summary>A person is erased while long work that knew the person from its start is still writing.</summary>
public sealed class ErasedMeanwhileTests : IDisposable
{
    private readonly ShopRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("1", "1")]
    [InlineData("new-in-the-file", "new-in-the-file")]
    [InlineData("1", "c1@buyers.test")]
    public async Task Orders_of_somebody_who_is_erased_in_the_middle_of_an_import_are_sales_to_nobody_and_the_totals_stay(string known, string key)
    {
        _rig.AddRegulars(2);
        var path = await WriteAsync(key);
        var erased = 0L;
        var progress = new Each(() => erased = erased == 0 ? Erase(known) : erased);
        Assert.IsType<ImportOutcome.Applied>(await _rig.Get<IImports>().ImportOrdersAsync(new OrderFile(path, "orders.csv", "Ada"), progress, default));

        Assert.True(erased > 0);
        Assert.Equal((0, 0), (Read($"select count(*) from data_orders where customer_id = {erased}"), Read($"select count(*) from data_returns where customer_id = {erased}")));
        Assert.Equal(3, Read("select count(*) from data_orders where number in ('X1', 'X2', 'X3') and customer_id is null"));
        Assert.Equal(1, Read("select count(*) from data_returns where number = 'C9' and customer_id is null"));
        Assert.Equal(1, Read("select count(*) from data_orders o join data_customers c on c.id = o.customer_id where o.number = 'Y1' and c.key = '2'"));
        Assert.Equal(13 * 350, Read("select sum(quantity * unit_price) from data_order_lines l join data_orders o on o.id = l.order_id where o.number like 'X%'"));
        Assert.Equal(["", "", "R2,P1,Cup,many,2023-05-10 10:00,3.50,2,France"], Texts("select text from data_import_issues order by row"));
        Assert.Equal((0, ""), (Read($"select count(*) from data_customers where key = '{key}'"), _rig.Folder.Database.Read(connection => connection.ExecuteScalar<string>($"select country from data_customers where id = {erased}"))));
    }

    [Fact]
    public async Task A_row_of_an_old_file_that_is_rejected_keeps_no_text_where_it_names_somebody_who_was_erased()
    {
        _rig.AddRegulars(2);
        Erase("1");
        var path = Path.Combine(_rig.Folder.Folder.Root, "customers.csv");
        await File.WriteAllTextAsync(path, "customer,email,created\n,C1@buyers.test,no day\n,c2@buyers.test,no day\n7,c7@buyers.test,2020-01-01\n");
        var files = _rig.Get<IFileImports>();
        var look = Assert.IsType<LookOutcome.Seen>(await files.LookAsync(path, "customers.csv", null, "customers", default)).Look;
        var job = await files.EnqueueAsync(new ImportPlan(path, "customers.csv", "Ada", "customers", look.Form, look.Columns), owned: false, default);
        Assert.Equal(2, Assert.IsType<ImportOutcome.Applied>(await files.RunAsync(job.Id, null, default)).Summary.Rejected);
        Assert.Equal(["", ",c2@buyers.test,no day"], Texts("select text from data_import_issues order by row"));
    }

    [Fact]
    public async Task What_is_written_while_an_erasure_looks_through_the_texts_goes_with_the_name()
    {
        _rig.AddRegulars(2);
        var store = _rig.Get<DataErasureStore>();
        await store.EraseFactsAsync(new CustomerId(1), default);
        Change("insert into data_orders (id, number, customer_id, at, import_id) values (900, 'LATE', 1, 5, 1)");
        await DecideAsync(new CustomerId(1));
        var erased = await store.StripAsync(new Person(new CustomerId(1), "1", ["1"], null, null), _rig.Now, default);
        Assert.Equal(1, erased.Single(part => part.What == "orders made anonymous").Count);
        Assert.Equal(1, erased.Single(part => part.What == "decisions made anonymous").Count);
        Assert.Equal(1, Read("select count(*) from data_orders where number = 'LATE' and customer_id is null"));
        Assert.Equal(0, Read("select count(*) from data_decisions d join data_decision_texts t on t.id = d.context_id where t.body like '%zurich%'"));
    }

    [Fact]
    public async Task An_erasure_empties_the_persons_decisions_and_leaves_those_of_visitors()
    {
        _rig.AddRegulars(2);
        await DecideAsync(new CustomerId(1));
        await DecideAsync(null);
        Erase("1");
        Assert.Equal(["1 {}", " {\"city\":\"zurich\"}"], Texts("select coalesce(d.customer_id, '') || ' ' || t.body from data_decisions d join data_decision_texts t on t.id = d.context_id order by d.id"));
    }

    [Fact]
    public async Task A_campaign_decides_nothing_of_somebody_who_is_erased_between_two_of_its_slices()
    {
        _rig.AddRegulars(700);
        var last = new CustomerId(700);
        var erased = 0L;
        var progress = new Each(() => erased = erased == 0 ? _rig.Get<IPrivacy>().EraseAsync(last, "Ada", default).GetAwaiter().GetResult() ?? 0 : erased);
        var decisions = await _rig.Get<IPlanning>().DecideCampaignAsync(new CampaignId(1), AudienceCodes.WinBack, 0.2, 3, progress, default);
        Assert.True(erased > 0);
        Assert.Equal(699, decisions.Count);
        Assert.DoesNotContain(decisions, decision => decision.Draft.Customer == last);
        Assert.Equal(0, Read("select count(*) from data_decisions where customer_id = 700"));
    }

    private Task<IReadOnlyList<DecisionId?>> DecideAsync(CustomerId? customer) => _rig.Get<ILedger>().AppendAsync(
        null, _rig.Now, [new DecisionDraft(customer, DecisionKind.Recommendation, "show", 0.5, "catalogue:1:a", [], [], """{"city":"zurich"}""", "p", null, null, null, null, 0)], null, default);

    // The person stands at the beginning and at the end of a file of several batches.
    private async Task<string> WriteAsync(string key)
    {
        var text = new StringBuilder("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n");
        text.Append(CultureInfo.InvariantCulture, $"X1,P1,Cup,1,2023-05-06 10:00,3.50,{key},Spain\n");
        for (var i = 0; i < 40_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"Z{i},P1,Cup,1,2023-05-07 10:00,3.50,other-{i % 50},France\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"X2,P1,Cup,2,2023-05-08 10:00,3.50,{key},Spain\nX3,P1,Cup,3,2023-05-09 10:00,3.50,{key},Spain\nX1,P1,Cup,7,2023-05-10 10:00,3.50,2,France\nR1,P1,Cup,many,2023-05-10 10:00,3.50,{key},Spain\nR2,P1,Cup,many,2023-05-10 10:00,3.50,2,France\nC9,P1,Cup,-1,2023-05-10 10:00,3.50,{key},Spain\nY1,P1,Cup,1,2023-05-10 10:00,3.50,2,France\n");
        var path = Path.Combine(_rig.Folder.Folder.Root, "orders.csv");
        await File.WriteAllTextAsync(path, text.ToString());
        return path;
    }

    private long Erase(string key)
    {
        var customer = Read($"select id from data_customers where key = '{key}'");
        Assert.NotNull(_rig.Get<IPrivacy>().EraseAsync(new CustomerId(customer), "Ada", default).GetAwaiter().GetResult());
        return customer;
    }

    private List<string> Texts(string sql) => _rig.Folder.Database.Read(connection => connection.Query<string>(sql).AsList());

    private void Change(string sql) => _rig.Folder.Database.Write((connection, transaction) => connection.Execute(sql, transaction: transaction));

    private long Read(string sql) => _rig.Folder.Database.Read(connection => connection.ExecuteScalar<long>(sql));

    private sealed class Each(Action act) : IProgress<Progress>
    {
        public void Report(Progress value) => act();
    }
}
