using Dapper;
using Marketing.Data;
using Marketing.Data.Ledger;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Tests.Support;
using SQLitePCL;

namespace Marketing.Tests.Data.Ledger;

/// <summary>The ledger read page by page, as other programs do.</summary>
public sealed class LedgerReadingTests : IDisposable
{
    private const int Rows = 10;
    private readonly TestFolder _folder = new();
    private readonly DecisionLedger _ledger;

    public LedgerReadingTests()
    {
        _ledger = new DecisionLedger(new DataLedgerAppendStore(_folder.Database), new DataLedgerStore(_folder.Database));
        _folder.Database.Write((connection, transaction) => connection.Execute("insert into data_customers (id, key, country, simulated) values (@Id, @Id, '', '')", Enumerable.Range(1, 100).Select(id => new { Id = id }), transaction));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_page_in_the_middle_of_a_long_ledger_costs_what_it_costs_in_a_short_one()
    {
        await FillAsync(200);
        var before = await CostsAsync();
        await FillAsync(10_000);
        var after = await CostsAsync();
        Assert.All(before, cost => Assert.True(cost > Rows, "Nothing was measured."));
        Assert.All(before.Zip(after), pair => Assert.InRange(pair.Second, Rows, pair.First * 1.2));
    }

    [Fact]
    public async Task Outcomes_are_read_once_each_whatever_the_size_of_the_pages()
    {
        await FillAsync(30);
        List<Outcome> read = [];
        do
        {
            read.AddRange(await _ledger.OutcomesAfterAsync(null, read.LastOrDefault(), 7, default));
        }
        while (read.Count % 7 == 0);
        Assert.Equal(60, read.Distinct().Count());
        Assert.Equal(60, read.Count);
    }

    [Fact]
    public async Task Messages_are_counted_by_campaign_and_quarter_without_those_that_were_lost()
    {
        var at = new DateTimeOffset(2024, 5, 1, 10, 7, 0, TimeSpan.Zero);
        await SendAsync(7, at, 1, 2, 3);
        var lost = await SendAsync(7, at.AddMinutes(3), 4, 5);
        await _ledger.AppendOutcomesAsync([new Outcome(lost[0], "failed", at.AddHours(1), 0), new Outcome(lost[1], "delivered", at.AddHours(1), 0)], default);
        await SendAsync(8, at.AddMinutes(10), 1);
        await SendAsync(9, at.AddDays(3), 1);
        await FillAsync(5);
        var quarter = new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            [new MessagesSent(new CampaignId(7), quarter, 4), new MessagesSent(new CampaignId(8), quarter.AddMinutes(15), 1)],
            await _ledger.MessagesAsync(at.AddDays(2), default));

        async Task<IReadOnlyList<DecisionId>> SendAsync(long campaign, DateTimeOffset when, params long[] customers) =>
            [.. (await _ledger.AppendAsync(null, when, [.. customers.Select(id => new DecisionDraft(new CustomerId(id), DecisionKind.Send, "mail", 1, "mail,nothing", [], [], "{}", "p", null, new CampaignId(campaign), null, null, 0))], null, default)).Select(id => id!.Value)];
    }

    [Fact]
    public async Task Every_decision_of_a_campaign_is_read_once_and_newest_first()
    {
        _folder.Database.Write((connection, transaction) => connection.Execute("insert into data_customers (id, key, country, simulated) values (@Id, @Id, '', '')", Enumerable.Range(101, 2400).Select(id => new { Id = id }), transaction));
        await FillAsync(100);
        var drafts = Enumerable.Range(1, 2500).Select(id => new DecisionDraft(new CustomerId(id), DecisionKind.Send, "mail", 1, "mail,nothing", [], [], "{}", "p", null, new CampaignId(7), null, null, 0)).ToList();
        var ids = await _ledger.AppendAsync(null, _folder.Clock.GetUtcNow(), drafts, null, default);
        await FillAsync(100);
        Assert.Equal(ids.Select(id => id!.Value.Value).OrderDescending(), (await _ledger.OfCampaignAsync(new CampaignId(7), default)).Select(decision => decision.Id.Value));
    }

    // Steps of the store for a page of outcomes and one of decisions.
    private async Task<double[]> CostsAsync()
    {
        var middle = new DecisionId(_folder.Database.Read(connection => connection.ExecuteScalar<long>("select max(id) / 2 from data_decisions")));
        return
        [
            await StepsAsync(() => _ledger.OutcomesAfterAsync(null, new Outcome(middle, "", DateTimeOffset.UnixEpoch, 0), Rows, default)),
            await StepsAsync(() => _ledger.BeforeAsync(null, middle, Rows, default)),
        ];
    }

    // The one idle connection of a reader is the one that is read with.
    private async Task<double> StepsAsync(Func<Task> read)
    {
        var steps = 0.0;
        Count(() => steps++);
        await read();
        Count(null);
        return steps;

        void Count(Action? step)
        {
            using var reader = _folder.Database.OpenReader();
            raw.sqlite3_progress_handler(reader.Handle!, step is null ? 0 : 1, step is null ? null : _ => Next(step), null);
        }

        static int Next(Action step)
        {
            step();
            return 0;
        }
    }

    private async Task FillAsync(int decisions)
    {
        var at = _folder.Clock.GetUtcNow();
        var drafts = Enumerable.Range(0, decisions).Select(i => new DecisionDraft(new CustomerId(1 + (i % 100)), DecisionKind.Recommendation, "show", 1, "catalogue:9:abc", [], [], "{}", "rfm", null, null, null, null, 0)).ToList();
        var ids = await _ledger.AppendAsync(null, at, drafts, null, default);
        await _ledger.AppendOutcomesAsync([.. ids.SelectMany(id => (Outcome[])[new(id!.Value, "queued", at, 0), new(id.Value, "delivered", at.AddMinutes(1), 0)])], default);
    }
}
