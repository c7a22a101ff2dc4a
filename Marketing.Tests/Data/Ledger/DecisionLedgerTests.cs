using Dapper;
using Marketing.Data;
using Marketing.Data.Ledger;
using Marketing.Data.Sql;
using Marketing.Kernel;
using Marketing.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Marketing.Tests.Data.Ledger;

public sealed class DecisionLedgerTests : IDisposable
{
    private static readonly RunId Night = new(1);
    private static readonly RunId NextNight = new(2);
    private static readonly CampaignId WinBack = new(7);
    private static readonly TableQuery FirstPage = new(Take: 100);
    private readonly TestFolder _folder = new();
    private readonly DecisionLedger _ledger;

    public DecisionLedgerTests()
    {
        _ledger = new DecisionLedger(new DataLedgerAppendStore(_folder.Database), new DataLedgerStore(_folder.Database));
        _folder.Database.Write((connection, transaction) => connection.Execute(
            "insert into data_customers (id, key, country, simulated) values (@Id, @Id, '', '')",
            Enumerable.Range(1, 300).Select(id => new { Id = id }),
            transaction));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_decision_comes_back_with_everything_it_was_written_with()
    {
        var full = Draft(3) with
        {
            Propensity = 0.25,
            Products = [new ChosenProduct(new ProductId(5), 0.5, [new ProductId(6), new ProductId(200)]), new ChosenProduct(new ProductId(300), 0.25, [])],
            Reasons = [new Reason("bought-together", ["p:6"]), new Reason("popular", [])],
            Model = new ModelVersionId(4),
            Campaign = WinBack,
            Arm = "treatment",
            ConsentBasis = "form v1",
            CostMinor = 12,
        };
        var at = _folder.Clock.GetUtcNow();
        var id = Assert.Single(await AppendAsync(Night, full));
        var found = (await _ledger.FindAsync(id, CancellationToken.None))!;
        Assert.Equal((id, at, Night), (found.Id, found.At, found.Run));
        Assert.Equal(full with { Products = found.Draft.Products, Reasons = found.Draft.Reasons }, found.Draft);
        Assert.Equal(full.Products.Select(product => (product.Product, product.Score)), found.Draft.Products.Select(product => (product.Product, product.Score)));
        Assert.Equal(full.Products.Select(product => product.BecauseOf), found.Draft.Products.Select(product => product.BecauseOf));
        Assert.Equal(full.Reasons.Select(reason => (reason.Code, string.Join('|', reason.Arguments))), found.Draft.Reasons.Select(reason => (reason.Code, string.Join('|', reason.Arguments))));
    }

    [Fact]
    public async Task What_is_not_known_stays_unknown()
    {
        var id = Assert.Single(await AppendAsync(null, Draft(3)));
        var found = (await _ledger.FindAsync(id, CancellationToken.None))!;
        Assert.Null(found.Run);
        Assert.Equal((null, null, null, null), (found.Draft.Model, found.Draft.Campaign, found.Draft.Arm, found.Draft.ConsentBasis));
        Assert.Empty(found.Draft.Products);
        Assert.Null(await _ledger.FindAsync(new DecisionId(999), CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.0000001)]
    [InlineData(double.NaN)]
    public async Task A_probability_outside_of_0_to_1_is_refused_and_nothing_is_written(double propensity)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(Night, Draft(1), Draft(2) with { Propensity = propensity }));
        Assert.Equal(0, (await ListAsync()).Total);
    }

    [Fact]
    public async Task A_resumed_run_repeats_nothing_and_gets_the_ids_of_what_was_there()
    {
        var first = await AppendAsync(Night, Draft(1), Draft(2), Draft(3));
        var again = await AppendAsync(Night, Draft(4), Draft(2) with { Policy = "another" }, Draft(1), Draft(3) with { Kind = DecisionKind.Holdout });
        Assert.Equal((first[1], first[0]), (again[1], again[2]));
        Assert.DoesNotContain(again[0], first);
        Assert.DoesNotContain(again[3], first);
        Assert.Equal(5, (await ListAsync()).Total);
        Assert.Equal("rfm", (await _ledger.FindAsync(first[1], CancellationToken.None))!.Draft.Policy);
    }

    [Fact]
    public async Task Another_run_decides_anew()
    {
        var first = await AppendAsync(Night, Draft(1));
        var second = await AppendAsync(NextNight, Draft(1));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_campaign_decides_once_about_a_customer_in_whatever_run()
    {
        var send = Draft(1) with { Campaign = WinBack, Kind = DecisionKind.Send };
        var first = await AppendAsync(null, send);
        Assert.Equal(first, await AppendAsync(null, send));
        Assert.Equal(first, await AppendAsync(Night, send with { Policy = "another" }));
        Assert.NotEqual(first, await AppendAsync(null, send with { Campaign = new CampaignId(8) }));
        Assert.NotEqual(first, await AppendAsync(Night, Draft(1) with { Kind = DecisionKind.Send }));
    }

    [Fact]
    public async Task Without_run_and_campaign_every_choice_is_a_new_one()
    {
        var ids = await AppendAsync(null, Draft(1), Draft(1));
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_customer_given_twice_in_one_call_is_decided_once()
    {
        var ids = await AppendAsync(Night, Draft(1), Draft(1));
        Assert.Equal(ids[0], ids[1]);
    }

    [Fact]
    public async Task Shared_texts_are_stored_once()
    {
        await AppendAsync(Night, [.. Enumerable.Range(1, 200).Select(customer => Draft(customer))]);
        await AppendAsync(NextNight, [.. Enumerable.Range(1, 200).Select(customer => Draft(customer))]);
        var (texts, frames) = _folder.Database.Read(connection => (connection.ExecuteScalar<long>("select count(*) from data_decision_texts"), connection.ExecuteScalar<long>("select count(*) from data_decision_frames")));
        Assert.Equal((3, 2), (texts, frames));
    }

    [Fact]
    public async Task Many_drafts_are_written_in_order_with_progress_to_the_end()
    {
        var shares = new List<double?>();
        var drafts = Enumerable.Range(0, 5000).Select(i => Draft(1 + (i % 300)) with { CostMinor = i }).ToList();
        var ids = await _ledger.AppendAsync(null, _folder.Clock.GetUtcNow(), drafts, new Direct(progress => shares.Add(progress.Share)), CancellationToken.None);
        Assert.Equal(drafts.Count, ids.Count);
        Assert.Equal(ids.OrderBy(id => id!.Value.Value), ids);
        Assert.Equal(4321, (await _ledger.FindAsync(ids[4321]!.Value, CancellationToken.None))!.Draft.CostMinor);
        Assert.Equal(1.0, shares[^1]);
    }

    [Fact]
    public async Task A_decision_about_nobody_known_is_refused()
    {
        await Assert.ThrowsAsync<SqliteException>(() => AppendAsync(Night, Draft(12345)));
        Assert.Equal(0, (await ListAsync()).Total);
    }

    [Fact]
    public async Task Lists_are_newest_first_and_narrowed_by_customer_campaign_run_and_kind()
    {
        var night = await AppendAsync(Night, Draft(1), Draft(2), Draft(3) with { Kind = DecisionKind.Suppress });
        var campaign = await AppendAsync(null, Draft(1) with { Campaign = WinBack, Kind = DecisionKind.Send }, Draft(2) with { Campaign = WinBack, Kind = DecisionKind.Holdout });
        Assert.Equal([.. campaign.Reverse(), .. night.Reverse()], Ids(await ListAsync()));
        Assert.Equal([campaign[0], night[0]], Ids(await ListAsync(customer: new CustomerId(1))));
        Assert.Equal([campaign[1], campaign[0]], Ids(await ListAsync(campaign: WinBack)));
        Assert.Equal([night[2], night[1], night[0]], Ids(await ListAsync(run: Night)));
        Assert.Equal([night[2]], Ids(await ListAsync(kind: DecisionKind.Suppress)));
        Assert.Equal([night[1]], Ids(await ListAsync(customer: new CustomerId(2), run: Night)));
        Assert.Equal([campaign[1]], Ids(await ListAsync(campaign: WinBack, kind: DecisionKind.Holdout)));
        Assert.Empty(Ids(await ListAsync(campaign: WinBack, run: Night)));
        var second = await _ledger.ListAsync(null, null, null, null, new TableQuery(Skip: 1, Take: 2), CancellationToken.None);
        Assert.Equal([campaign[0], night[2]], Ids(second));
        Assert.Equal(5, second.Total);
        Assert.Equal(2, (await _ledger.ListAsync(new CustomerId(1), null, null, null, new TableQuery(Take: 1), CancellationToken.None)).Total);
    }

    [Fact]
    public async Task Counts_are_by_kind_policy_and_arm()
    {
        await AppendAsync(null, Draft(1) with { Campaign = WinBack, Arm = "treatment" }, Draft(2) with { Campaign = WinBack, Arm = "treatment", ConsentBasis = "form v1" }, Draft(3) with { Campaign = WinBack, Kind = DecisionKind.Holdout, Arm = "holdout" });
        await AppendAsync(Night, Draft(1));
        Assert.Equal(
            [new DecisionCount(DecisionKind.Recommendation, "rfm", "treatment", 2), new DecisionCount(DecisionKind.Holdout, "rfm", "holdout", 1)],
            await _ledger.CountAsync(null, WinBack, CancellationToken.None));
        Assert.Equal([new DecisionCount(DecisionKind.Recommendation, "rfm", null, 1)], await _ledger.CountAsync(Night, null, CancellationToken.None));
    }

    [Fact]
    public async Task Nothing_is_written_of_a_customer_who_was_erased_since_the_choice_was_made()
    {
        _folder.Database.Write((connection, transaction) => connection.Execute("update data_customers set erased_at = 5 where id = 2", transaction: transaction));
        DecisionDraft[] drafts = [Draft(1), Draft(2) with { Context = """{"city":"zurich"}""" }, Draft(3)];
        var ids = await _ledger.AppendAsync(Night, _folder.Clock.GetUtcNow(), drafts, null, CancellationToken.None);
        Assert.Equal([true, false, true], ids.Select(id => id is not null));
        Assert.Equal([3L, 1L], (await ListAsync()).Items.Select(decision => decision.Draft.Person().Value));
        Assert.Equal(0, _folder.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from data_decision_texts where body like '%zurich%'")));
    }

    [Fact]
    public async Task An_empty_ledger_answers_every_question_with_nothing()
    {
        Assert.Empty(await AppendAsync(Night));
        Assert.Empty((await ListAsync()).Items);
        Assert.Empty((await ListAsync(campaign: WinBack)).Items);
        Assert.Empty((await ListAsync(customer: new CustomerId(1))).Items);
        Assert.Empty(await _ledger.CountAsync(Night, null, CancellationToken.None));
        Assert.Empty(await _ledger.LastTouchesAsync(DateTimeOffset.UnixEpoch, CancellationToken.None));
    }

    [Fact]
    public async Task Outcomes_are_kept_once_and_read_by_time()
    {
        var decision = Assert.Single(await AppendAsync(Night, Draft(1)));
        var at = _folder.Clock.GetUtcNow();
        var bought = new Outcome(decision, "bought", at.AddHours(2), 1250);
        var delivered = new Outcome(decision, "delivered", at, 0);
        await _ledger.AppendOutcomesAsync([bought, delivered], CancellationToken.None);
        await _ledger.AppendOutcomesAsync([delivered, bought with { Value = 99 }], CancellationToken.None);
        Assert.Equal([delivered, bought], await _ledger.OutcomesAsync(decision, CancellationToken.None));
        Assert.Empty(await _ledger.OutcomesAsync(new DecisionId(999), CancellationToken.None));
    }

    [Fact]
    public async Task Last_touches_are_the_newest_sends_that_reached_somebody()
    {
        var send = Draft(1) with { Kind = DecisionKind.Send };
        var start = _folder.Clock.GetUtcNow();
        await AppendAsync(null, send, send with { Customer = new CustomerId(2) }, send with { Customer = new CustomerId(5) });
        _folder.Clock.Advance(TimeSpan.FromDays(1));
        var next = _folder.Clock.GetUtcNow();
        var failed = send with { Customer = new CustomerId(3) };
        var withdrawn = send with { Customer = new CustomerId(4) };
        var ids = await AppendAsync(null, send, failed, withdrawn, Draft(6), send with { Customer = new CustomerId(5) });
        await _ledger.AppendOutcomesAsync([new Outcome(ids[1], "failed", next, 0), new Outcome(ids[2], "cancelled", next, 0), new Outcome(ids[0], "delivered", next, 0), new Outcome(ids[4], "failed", next, 0)], CancellationToken.None);
        var all = await _ledger.LastTouchesAsync(start, CancellationToken.None);
        Assert.Equal([(1L, next), (2L, start), (5L, start)], all.Select(touch => (touch.Key.Value, touch.Value)).Order());
        var lately = await _ledger.LastTouchesAsync(next, CancellationToken.None);
        Assert.Equal([1L], lately.Keys.Select(customer => customer.Value));
    }

    [Fact]
    public async Task A_realistic_decision_takes_at_most_200_bytes()
    {
        var random = new Random(5);
        ProductId Any() => new(1 + random.Next(5000));
        var drafts = Enumerable.Range(0, 6000).Select(i => Draft(1 + random.Next(300)) with
        {
            Products = [.. Enumerable.Range(0, 10).Select(_ => new ChosenProduct(Any(), random.NextDouble(), [Any(), Any()]))],
            Context = $$"""{"segment":"{{i % 10}}","recency":{{i % 30}}}""",
        }).ToList();
        var before = Bytes();
        await _ledger.AppendAsync(null, _folder.Clock.GetUtcNow(), drafts, null, CancellationToken.None);
        Assert.InRange((Bytes() - before) / (double)drafts.Count, 100, 200);
    }

    private long Bytes() => _folder.Database.Read(connection => connection.ExecuteScalar<long>("pragma page_count") * connection.ExecuteScalar<long>("pragma page_size"));

    [Fact]
    public async Task Places_of_a_run_are_counted_by_product()
    {
        DecisionDraft Set(int customer, params long[] products) => Draft(customer) with { Products = [.. products.Select(product => new ChosenProduct(new ProductId(product), 1, [new ProductId(99)]))] };
        await AppendAsync(Night, Set(1, 5, 7), Set(2, 7), Set(3, 7, 6), Set(4, 8) with { Kind = DecisionKind.Holdout });
        await AppendAsync(NextNight, Set(1, 4));
        var places = await _ledger.PlacesAsync(Night, CancellationToken.None);
        Assert.Equal([new(new ProductId(7), 3), new(new ProductId(5), 1), new(new ProductId(6), 1)], places);
    }

    [Fact]
    public async Task Clicks_are_counted_among_delivered_messages_with_products()
    {
        var at = _folder.Clock.GetUtcNow();
        var message = Draft(1) with { Kind = DecisionKind.Send, Campaign = WinBack, Products = [new ChosenProduct(new ProductId(5), 1, [])] };
        var ids = await AppendAsync(null, message, message with { Customer = new CustomerId(2) }, message with { Customer = new CustomerId(3) }, message with { Customer = new CustomerId(4), Products = [] });
        await _ledger.AppendOutcomesAsync([.. ids.Where((_, index) => index != 2).Select(id => new Outcome(id, "delivered", at, 0)), new(ids[0], "clicked", at, 0), new(ids[0], "clicked", at.AddHours(1), 0), new(ids[3], "clicked", at, 0)], CancellationToken.None);
        var reactions = await _ledger.MessageReactionsAsync(at, CancellationToken.None);
        Assert.Equal((2L, 1L), (reactions.Seen, reactions.Clicked));
        Assert.InRange(reactions.Low!.Value, 0.05, 0.5);
        Assert.Equal(new Reactions(0, 0, null, null), await _ledger.MessageReactionsAsync(at.AddSeconds(1), CancellationToken.None));
        Assert.Equal(new ListReactions(new Reactions(0, 0, null, null), new Reactions(0, 0, null, null)), await _ledger.ListReactionsAsync(at, CancellationToken.None));
    }

    [Fact]
    public async Task Clicks_on_lists_are_counted_among_those_a_shop_asked_for_and_showed()
    {
        var at = _folder.Clock.GetUtcNow();
        var list = Draft(1) with { Kind = DecisionKind.Recommendation };
        var ids = await AppendAsync(null, list, list with { Customer = new CustomerId(2) }, list with { Customer = new CustomerId(3) });
        var night = await AppendAsync(Night, list with { Customer = new CustomerId(4) });
        await _ledger.AppendOutcomesAsync(
            [new(ids[0], "shown", at, 0), new(ids[0], "shown", at.AddSeconds(1), 0), new(ids[0], "clicked", at, 0), new(ids[1], "shown", at, 0), new(ids[2], "clicked", at, 0), new(night[0], "shown", at, 0)],
            CancellationToken.None);
        var reactions = (await _ledger.ListReactionsAsync(at, CancellationToken.None)).Customers;
        Assert.Equal((2L, 1L), (reactions.Seen, reactions.Clicked));
        Assert.Equal(0, (await _ledger.MessageReactionsAsync(at, CancellationToken.None)).Seen);
        Assert.Equal(0, (await _ledger.ListReactionsAsync(at.AddSeconds(1), CancellationToken.None)).Customers.Seen);
    }

    private async Task<IReadOnlyList<DecisionId>> AppendAsync(RunId? run, params DecisionDraft[] drafts) =>
        [.. (await _ledger.AppendAsync(run, _folder.Clock.GetUtcNow(), drafts, null, CancellationToken.None)).Select(id => id!.Value)];

    private Task<Page<Decision>> ListAsync(CustomerId? customer = null, CampaignId? campaign = null, RunId? run = null, DecisionKind? kind = null) =>
        _ledger.ListAsync(customer, campaign, run, kind, FirstPage, CancellationToken.None);

    private static IEnumerable<DecisionId> Ids(Page<Decision> page) => page.Items.Select(decision => decision.Id);

    private static DecisionDraft Draft(int customer) => new(new CustomerId(customer), DecisionKind.Recommendation, "show", 1, "catalogue:5000:abc", [], [new Reason("popular", [])], "{}", "rfm", null, null, null, null, 0);

    private sealed class Direct(Action<Progress> report) : IProgress<Progress>
    {
        public void Report(Progress value) => report(value);
    }
}
